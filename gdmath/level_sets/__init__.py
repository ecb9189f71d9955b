"""Level sets of a cost: contours over a window, and the surface cut off along a level line."""
