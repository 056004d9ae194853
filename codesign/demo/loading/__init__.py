"""From the values of a demonstration project to rows, one module for each part of a project."""
