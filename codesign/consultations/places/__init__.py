"""The places of a project: its areas, their shapes, and the look-up that turns a postcode into an area."""
