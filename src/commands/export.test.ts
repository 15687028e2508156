import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readSettings } from '../main.ts'
import { runExport } from './export.ts'

const settings = readSettings({ DATA_DIR: '/nowhere-at-all' }, '/nowhere')
async function run(...argv: string[]) {
  const said = { out: '', err: '' }
  const code = await runExport(settings, argv, {
    out: t => void (said.out += t),
    err: t => void (said.err += t),
  })
  return { code, ...said }
}

describe('zhaoming export', () => {
  it('没有写目录、参数不认识：退出码 2，给出用法', async () => {
    expect(await run()).toMatchObject({ code: 2 })
    const wrong = await run('--folder', 'x')
    expect(wrong.code).toBe(2)
    expect(wrong.err).toContain('--out 目录')
    expect((await run('--help')).out).toContain('--fresh')
  })

  it('不往别人的目录里写，不写到文件上；不是数据目录的说清楚', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhaoming-'))
    await writeFile(join(folder, '我的文件.txt'), '不要动')
    await expect(run('--out', folder)).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('已有别的文件') as string,
    })
    await expect(run('--out', join(folder, '我的文件.txt'))).rejects.toMatchObject({ exitCode: 2 })
    await expect(run('--out', join(folder, '新'))).rejects.toThrow('不是昭明的数据目录')
  })

  it('SMTP_URL、MAIL_FROM 写错，启动前一次说全', () => {
    const faulty = () => readSettings({ SMTP_URL: 'mail.example.cn', MAIL_FROM: '某局' }, '/x')
    expect(faulty).toThrow(/SMTP_URL 应写成.*MAIL_FROM 应写成/)
    const good = readSettings(
      { SMTP_URL: 'smtps://u%40x:p%2F1@mail.example.gov.cn', MAIL_FROM: '某局 <noreply@example.gov.cn>' },
      '/x',
    )
    expect(good.mail).toMatchObject({
      host: 'mail.example.gov.cn',
      port: 465,
      secure: true,
      user: 'u@x',
      password: 'p/1',
      from: { name: '某局', address: 'noreply@example.gov.cn' },
    })
  })
})
