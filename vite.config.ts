import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The staff console. `vite build --outDir …` builds it elsewhere. In development, calls go to a running server. */
export default defineConfig({
  root: here('./src/console'),
  base: '/console/',
  plugins: [react()],
  build: {
    outDir: here('./dist/console'),
    emptyOutDir: true,
    target: 'es2022',
    // The editor and antd are large; they are cached by hash and split by screen.
    chunkSizeWarningLimit: 1500,
    reportCompressedSize: true,
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8080' } },
})
