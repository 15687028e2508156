import { connect } from 'node:net'

/**
 * The address of the run's PostgreSQL as superuser. `npm test` and `npm run test:pg` choose it; under a bare
 * `npx vitest` the embedded one is started when first asked for.
 */
export async function adminUrl(): Promise<string> {
  const given = process.env.ZHAOMING_TEST_DATABASE
  if (given) return given
  const { inject } = await import('vitest')
  const answer = await new Promise<string>((resolve, reject) => {
    let text = ''
    connect(inject('databaseService'))
      .on('data', chunk => (text += String(chunk)))
      .on('end', () => resolve(text))
      .on('error', reject)
  })
  const { url, error } = JSON.parse(answer) as { url?: string; error?: string }
  if (url === undefined) throw new Error(`测试数据库没有启动：${error ?? answer}`)
  return url
}
