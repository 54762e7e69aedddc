"""What the doors to a network may ask, and who asks it: every function takes the viewer and asks permission and scope before it answers."""
