"""One linear history of the tables; its environment asks the roof which tables there are."""
