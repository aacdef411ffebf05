"""The roof: the `lentigo` command and the benches; nothing imports it."""
