"""Documentation that can't drift: pages and tables written from the schema, the registries and the loop."""
