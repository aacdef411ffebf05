"""How the networks are made: data drawn, trained, and turned into what serves. Nothing here runs in the product."""
