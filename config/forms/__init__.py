"""Fields, pickers and rendering of forms for the whole site."""
