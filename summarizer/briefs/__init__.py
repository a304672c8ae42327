"""The brief: its models and the JSON Schemas that are generated from them."""
