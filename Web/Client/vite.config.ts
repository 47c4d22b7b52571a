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
        // Small parts that every page needs travel together: they pack better, and ask less often.
        codeSplitting: { groups: [{ name: 'base', test: /node_modules\/(@mantine|@floating-ui|clsx|use-|react|@tanstack|i18next|wouter|regexparam|void-elements|html-parse)/, minShareCount: 3 }] },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080', '/hubs': { target: 'http://127.0.0.1:8080', ws: true } } },
});
