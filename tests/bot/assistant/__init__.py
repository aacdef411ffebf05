"""Tests of the living room."""
