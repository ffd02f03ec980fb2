"""What is registered, counted, paid, kept and erased: frozen values, and the decisions about them."""
