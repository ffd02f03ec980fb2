"""How the machines are: what each service waits for, and what did not arrive. Ids and codes alone, never a name."""

from kring_portal.operator.pages import router

__all__ = ["router"]
