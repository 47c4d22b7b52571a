import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  build: {
    target: 'es2022',
    // The server's policy takes no inline styles, scripts or data addresses of fonts.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: ['index.html', 'manage.html'],
      output: {
        // What every page needs at its start travels together: it packs better, and asks less often. What comes later, dialogs above all, stays apart
        // however many pages have it.
        codeSplitting: {
          groups: [{
            name: 'base', tags: ['$initial'], minShareCount: 2,
            test: /node_modules\/(@mantine|@floating-ui|clsx|use-|react|@tanstack|i18next|wouter|regexparam|void-elements|html-parse)/,
          }],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/hubs': { target: 'http://127.0.0.1:8080', ws: true } } },
});
