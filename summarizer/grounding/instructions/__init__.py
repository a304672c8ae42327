"""Passages of an article that address the model which reads it: found by rules, without a model, in linear time."""
