#!/usr/bin/env node
// The entry of every command. Nothing is imported before the version is known to be good: an old Node would stop at the
// first newer import with a stack trace instead of the sentence below.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `昭明需要 Node.js 20.19 或更新版本（建议24 LTS），当前是${process.versions.node}。请升级 Node.js 后重试。`,
  )
  process.exit(1)
}

run().catch(error => {
  // A sentence for the operator is printed as it is; anything else is our fault and keeps its stack.
  console.error(error && error.name === 'OperatorError' ? error.message : error)
  process.exitCode = (error && error.exitCode) || 1
  leave()
})

async function run() {
  const argv = process.argv.slice(2)
  const { prepare } = await import('./prepare.mjs')
  const entry = await prepare(argv[0] === 'start' ? 'start' : 'light')
  // React renders several times slower when it believes that it is being developed.
  process.env.NODE_ENV ??= 'production'
  if (argv[0] === 'start') process.setSourceMapsEnabled(true)
  const { main } = await import(entry)
  process.exitCode = await main(argv)
  leave()
}

/** Ends by itself once everything is closed and written; whatever was forgotten open does not hold the terminal. */
function leave() {
  setTimeout(() => process.exit(), 3000).unref()
}
