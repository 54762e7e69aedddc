"""What the pages of a whole province share: their input, frame, navigation, style, lights and small charts; the pages themselves stand beside."""
