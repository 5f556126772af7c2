"""The scene: meshes, states on the graphics card, cameras, stereo, pictures and the walk."""
