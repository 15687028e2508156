// Everything that has to be there before a command can run: packages, the built server, the built console.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { isBuilt, serverEntry } from './stamp.mjs'
import { ensureModules, operatorError, root, say } from './modules.mjs'

/**
 * @param {'start' | 'light'} what light: commands such as `due`, which need no console
 * @returns {Promise<string>} the address of the module that exports `main`
 */
export async function prepare(what) {
  await ensureModules('prod')
  const parts = what === 'light' ? ['server'] : ['server', 'console']
  const missing = parts.filter(part => !isBuilt(part))
  if (missing.length > 0) {
    say(
      missing.includes('console')
        ? '正在构建服务与控制台（仅在代码变动后）……'
        : '正在构建（仅在代码变动后）……',
    )
    await buildApart(missing)
  }
  if (!existsSync(serverEntry)) throw operatorError(`没有找到程序文件 ${serverEntry}。请换用完整的发行包。`)
  return pathToFileURL(serverEntry).href
}

/** In a process of its own: the bundlers' memory would otherwise stay with the server for as long as it runs. */
async function buildApart(parts) {
  const child = spawn(process.execPath, [join(root, 'bin', 'build.mjs'), ...parts], {
    stdio: ['ignore', process.stderr, process.stderr],
  })
  const code = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw operatorError(`构建失败（原因见上）。请确认代码完整，且 ${join(root, 'dist')} 可写。`)
}
