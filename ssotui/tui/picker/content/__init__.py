"""What the picker shows around the tree and in the details, and the first picture, painted without Textual."""
