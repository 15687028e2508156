/**
 * The program of the thread that holds the Typst compiler. A text, not a module: the server's bundle and the tests know no common way
 * to name a file for a thread. Takes `{compiler, wasm, fonts}` as its data and `{files}` as its jobs; answers `{pdf, memory}` or
 * `{fault, broken}`. The compiler sees the job's files only: no disk, no network, no packages.
 */
export const typstWorker = String.raw`
'use strict'
const { parentPort, workerData } = require('node:worker_threads')
const { readFileSync } = require('node:fs')

const ready = (async () => {
  const typst = await import(workerData.compiler)
  const wasm = await typst.default({ module_or_path: readFileSync(workerData.wasm) })
  const builder = new typst.TypstCompilerBuilder()
  builder.set_dummy_access_model()
  for (const font of workerData.fonts) await builder.add_raw_font(readFileSync(font))
  return { compiler: await builder.build(), memory: wasm.memory }
})()

const words = diagnostics =>
  (Array.isArray(diagnostics) ? diagnostics : []).map(d => (typeof d === 'string' ? d : d.message)).join('; ').slice(0, 2000)

parentPort.on('message', async ({ files }) => {
  try {
    const { compiler, memory } = await ready
    try {
      compiler.reset_shadow()
      for (const [path, bytes] of files) compiler.map_shadow(path, bytes)
      const { result, diagnostics } = compiler.compile('/main.typ', undefined, 'pdf', 1)
      if (result) parentPort.postMessage({ pdf: result, memory: memory.buffer.byteLength }, [result.buffer])
      else parentPort.postMessage({ fault: words(diagnostics) || 'no result', broken: false })
    } catch (error) {
      // Anything thrown by the compiler itself leaves its memory in an unknown state; a list is an ordinary complaint.
      const isComplaint = Array.isArray(error)
      parentPort.postMessage({ fault: isComplaint ? words(error) : String(error), broken: !isComplaint })
    }
  } catch (error) {
    parentPort.postMessage({ fault: 'start: ' + String(error), broken: true })
  }
})
`
