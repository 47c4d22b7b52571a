import { createTheme } from '@mantine/core';

/** Colours, type and radii stand in tokens.css: the server's policy takes no style elements, and one place is enough. */
export const theme = createTheme({ primaryColor: 'indigo', defaultRadius: 'md', cursorType: 'pointer', respectReducedMotion: true });
