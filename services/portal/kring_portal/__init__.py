"""The portal (portaal): the desk for people and the door for systems; it owns no case and asks the services."""
