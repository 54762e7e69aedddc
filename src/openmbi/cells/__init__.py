"""Enterprise records become cells: operations on Ibis tables (in and out), and the dense panel that computing starts from."""
