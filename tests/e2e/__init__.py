"""Tests of running installations: one package, at whose end the house that its files share stops."""
