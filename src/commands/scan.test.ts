import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sha256Hex } from '#kit/crypto.ts'
import { makePdf, makeZip } from '#patrol/files.fixture.ts'
import type { Finding } from '#patrol/model.ts'
import { makeDocx, mobile } from '#patrol/patrol.fixture.ts'
import { makeXlsx } from '#patrol/sheets.fixture.ts'
import { scan } from './scan.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'zhaoming-scan-'))
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  let [out, err] = ['', '']
  const code = await scan(argv, {
    out: text => void (out += `${text}\n`),
    err: text => void (err += `${text}\n`),
    today: '2026-11-22',
  })
  return { code, out, err }
}

function file(name: string, bytes: Uint8Array | string): string {
  const path = join(folder, name)
  writeFileSync(path, bytes)
  return path
}

type Result = {
  file: string
  sha256: string
  findings: Finding[]
  stripped?: string[]
  written?: string
}

describe('npx zhaoming scan', () => {
  test('--json：文件、指纹、逐处问题；没有问题退出码0，有必须改正的或个人信息退出码1', async () => {
    const clean = file('干净.txt', '关于做好汛期安全生产工作的通知。')
    const { code, out } = await run(clean, '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual({
      file: clean,
      sha256: sha256Hex(readFileSync(clean)),
      kind: 'text',
      findings: [],
    })
    const bad = file('有问题.docx', await makeDocx({ comment: `电话${mobile(1)}`, body: '经攻府同意。' }))
    const found = await run(bad, '--json')
    expect(found.code).toBe(1)
    const result = JSON.parse(found.out) as Result
    expect(result.findings.map(f => f.kind)).toEqual(expect.arrayContaining(['organ', 'mobile', 'comments']))
    expect(found.out).not.toContain(mobile(1))
  })

  test('只有B级的错字和提示：退出码0，但都列出', async () => {
    const { code, out } = await run(file('错字.txt', '认真布署。截止目前。'))
    expect(code).toBe(0)
    expect(out).toMatch(
      /B级（改正或经第二人确认）1处[\s\S]*\[错别字\] 第1行 {2}…认真【布署】。[\s\S]*应为“部署”/,
    )
    expect(out).toMatch(/C级（提示）1处[\s\S]*截止目前/)
  })

  test('几个文件一起查：是数组；--only 只列出要的级别，退出码照全部算', async () => {
    const a = file('a.txt', '认真布署。')
    const b = file('b.txt', `手机${mobile(2)}`)
    const { code, out } = await run(a, b, '--json', '--only', 'B')
    expect(code).toBe(1)
    expect((JSON.parse(out) as Result[]).map(r => r.findings.length)).toEqual([1, 0])
  })

  test('读不了的文件每个一句话，退出码2；别的文件照查', async () => {
    mkdirSync(join(folder, '文件夹'), { recursive: true })
    const encrypted = Buffer.concat([
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    const whole = await makeDocx()
    const bomb = makeZip({ 'a.txt': new Uint8Array(97 * 1024 * 1024) })
    const cases: [string, RegExp][] = [
      [join(folder, '没有.docx'), /没有“.*没有\.docx”这个文件/],
      [join(folder, '文件夹'), /是文件夹，不是文件/],
      [file('空.docx', ''), /文件是空的/],
      [file('密.docx', encrypted), /设有打开密码.*涉密文件/],
      [file('坏.docx', whole.subarray(0, 300)), /损坏/],
      [file('弹.zip', bomb), /解压后过大/],
      [file('旧.doc', Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1x', 'latin1')), /另存为DOCX/],
      [file('密.pdf', makePdf({ pages: [['a']], encrypted: true })), /设有打开密码/],
    ]
    for (const [path, sentence] of cases) {
      const { code, err } = await run(path)
      expect(code, path).toBe(2)
      expect(err, path).toMatch(sentence)
      expect(err.trim().split('\n'), path).toHaveLength(1)
      expect(err).not.toMatch(/at .*\.ts:\d+|Error:/)
    }
    const mixed = await run(join(folder, '没有.docx'), file('c.txt', '经攻府同意。'))
    expect(mixed.code).toBe(2)
    expect(mixed.out).toContain('攻府')
  })

  test('用法不对：全部说出来，退出码2', async () => {
    const { code, err } = await run('--only', 'D', '--today', '2026-13-01', '--nothing')
    expect(code).toBe(2)
    for (const part of ['没有“D”这个级别', '不是日期', '没有“--nothing”这个选项', '没有写明要检查哪个文件'])
      expect(err).toContain(part)
    expect((await run('--help')).out).toContain('退出码')
    expect((await run('--help')).code).toBe(0)
    const path = file('d.txt', 'x')
    expect((await run(path, '--mask', path)).err).toContain('不能与原文件同名')
    expect((await run(path, path, '--mask', join(folder, 'e.txt'))).err).toContain('一次只处理一个文件')
  })

  test('--mask 另写一个遮盖了的文件，原文件不动，已有的文件不覆盖', async () => {
    const source = file('名单.xlsx', await makeXlsx({ hiddenSheet: `电话${mobile(3)}` }))
    const before = sha256Hex(readFileSync(source))
    const target = join(folder, '名单-遮盖.xlsx')
    const { code, out } = await run(source, '--mask', target, '--json')
    expect(code).toBe(1)
    const result = JSON.parse(out) as Result
    expect(result.written).toBe(target)
    expect(result.stripped!.length).toBeGreaterThan(0)
    expect(sha256Hex(readFileSync(source))).toBe(before)
    expect((await run(target)).code).toBe(0)
    const again = await run(source, '--mask', target)
    expect(again).toMatchObject({ code: 2 })
    expect(again.err).toContain('已经存在，没有覆盖')
    expect(
      (await run(file('f.pdf', makePdf({ pages: [['a']] })), '--mask', join(folder, 'f2.pdf'))).err,
    ).toContain('有原稿（DOCX、XLSX）的，在原稿中遮盖后重新导出')
    expect((await run(source, '--strip', join(folder, 'g.xlsx'))).out).toContain('文字与原来一致')
  })

  test('换用自己的词库；词库有错说出在哪一行；自带的词库可以写出来改', async () => {
    const own = file('词库.csv', '错误写法,正确写法,级别\n焦做市,焦作市,A\n')
    const text = file('h.txt', '焦做市布署。')
    const { code, out } = await run(text, '--lexicon', own, '--json')
    expect(code).toBe(1)
    expect((JSON.parse(out) as Result).findings.map(f => f.excerpt.hit)).toEqual(['焦做市'])
    const bad = await run(text, '--lexicon', file('坏词库.csv', '帐,账,A\n'))
    expect(bad.err).toContain('第1行')
    const written = join(folder, '自带.csv')
    expect((await run('--write-lexicon', written)).out).toContain('已把自带的词库')
    expect((await run(text, '--lexicon', written, '--json')).out).toContain('布署')
  })

  test('--phone 写明的办公电话不算个人信息', async () => {
    const path = file('i.txt', `值班手机${mobile(4)}`)
    expect((await run(path)).code).toBe(1)
    expect((await run(path, '--phone', mobile(4))).code).toBe(0)
  })
})
