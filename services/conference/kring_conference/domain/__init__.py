"""The conference, its people, their plan and the calls afterwards: frozen values, and the decisions about them."""
