// Writes the row types of a migrated database: `node scripts/types.mjs postgres://… [file]` (src/kit/schema.gen.ts).
import { spawnSync } from 'node:child_process'

const [url, file = 'src/kit/schema.gen.ts'] = process.argv.slice(2)
if (!url) {
  console.error('用法：node scripts/types.mjs postgres://用户:口令@主机/库 [文件]')
  process.exit(2)
}
const run = spawnSync(
  process.execPath,
  [
    'node_modules/kysely-codegen/dist/cli/bin.js',
    '--url',
    url,
    '--dialect',
    'postgres',
    '--default-schema',
    'office',
    '--include-pattern',
    '(office|record|intake).*',
    '--date-parser',
    'string',
    '--type-mapping',
    '{"int8":"number","date":"string"}',
    '--out-file',
    file,
    '--log-level',
    'error',
  ],
  { stdio: 'inherit', env: { PATH: process.env.PATH } },
)
process.exit(run.status ?? 1)
