import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { OperatorError, Refused } from './errors.ts'
import { chooseFaces, findFonts, usualFontFolders, type FontFace } from './fonts.ts'
import { makeTypst, TypstFault } from './typst.ts'

const found = await findFonts(usualFontFolders())
const hasChinese = found.some(face => face.isChinese)

const face = (family: string, more: Partial<FontFace> = {}): FontFace => ({
  file: `/fonts/${family}-${more.weight ?? 400}.ttf`,
  families: [family],
  weight: 400,
  isItalic: false,
  isChinese: false,
  ...more,
})

describe('选字体', () => {
  test('没有中文字体时一句话说清：缺什么、怎么装、找过哪里', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhaoming-fonts-'))
    const typst = makeTypst({ fonts: [folder] })
    const failure = await typst.pdf({ template: '文', data: {} }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(OperatorError)
    expect((failure as Error).message).toMatch(
      /^这台机器上没有中文字体。请安装字体.*fonts-noto-cjk.*已找过：/,
    )
    expect((failure as Error).message).toContain(folder)
    await typst.close()
    await rm(folder, { recursive: true })
  })

  test('公文的五种字体有什么用什么，缺的由相近的代替', () => {
    const windows = ['FangSong', 'KaiTi', 'SimHei', 'SimSun', 'Times New Roman'].map(f => face(f))
    const { faces, files } = chooseFaces(windows, [])
    expect(faces.text.families).toEqual(['FangSong'])
    expect(faces.kai.families).toEqual(['KaiTi'])
    expect(faces.hei).toMatchObject({ families: ['SimHei'], weight: 400 })
    expect(faces.title.families).toEqual(['SimSun'])
    expect(faces.latin).toEqual(['Times New Roman'])
    expect(files).toHaveLength(5)
  })

  test('只有思源（Noto）时：正文用宋体，标题和一级标题用粗体', () => {
    const noto = ['Noto Serif CJK SC', 'Noto Sans CJK SC'].flatMap(f => [face(f), face(f, { weight: 700 })])
    const { faces } = chooseFaces(noto, [])
    expect(faces.text).toMatchObject({ families: ['Noto Serif CJK SC'], weight: 400, bold: true })
    expect(faces.title).toMatchObject({ families: ['Noto Serif CJK SC'], weight: 700 })
    expect(faces.hei).toMatchObject({ families: ['Noto Sans CJK SC'], weight: 700 })
    expect(faces.kai.weight).toBe(700)
  })

  test('名单上没有的中文字体也能用：看它自己声明的字符集', () => {
    const own = face('某局专用宋', { isChinese: true })
    expect(chooseFaces([face('Arial'), own], []).faces.text.families).toEqual(['某局专用宋'])
    expect(() => chooseFaces([face('Arial'), face('SimSun', { isItalic: true })], [])).toThrow(OperatorError)
  })

  test('读得懂字体集（.ttc），坏文件跳过', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'zhaoming-fonts-'))
    await writeFile(join(folder, 'broken.ttf'), 'not a font')
    await writeFile(join(folder, 'short.ttc'), Buffer.from('ttcf\0\0\0\0\0\0\0\u0009', 'latin1'))
    expect(await findFonts([folder, join(folder, 'missing')])).toEqual([])
    await rm(folder, { recursive: true })
    for (const collection of found.filter(f => f.file.endsWith('.ttc')).slice(0, 1))
      expect(found.filter(f => f.file === collection.file).length).toBeGreaterThan(1)
  })
})

describe.skipIf(!hasChinese)('排版线程', () => {
  const fonts = usualFontFolders()
  const typst = makeTypst({ fonts, queue: 3 })
  afterAll(() => typst.close())
  const page = '#set page(width: 10cm, height: auto)\n#json("/data.json").text'

  test('排出 PDF，数据中的文字不当作代码', async () => {
    const pdf = await typst.pdf({ template: page, data: { text: '#panic()' } })
    expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe('%PDF-')
  })

  test('模板出错得到一句中文，编译器的原话另存，下一件照常', async () => {
    const failure = await typst.pdf({ template: '#panic("坏了")', data: {} }).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(TypstFault)
    expect((failure as TypstFault).message).toMatch(/^版面没有排成。/)
    expect((failure as TypstFault).detail).toContain('坏了')
    expect((await typst.pdf({ template: page, data: { text: '好' } })).length).toBeGreaterThan(500)
  })

  test('模板读不到磁盘上的文件，也取不到网上的包', async () => {
    for (const template of [
      '#read("/etc/hostname")',
      '#read("../../etc/hostname")',
      '#import "@preview/tablex:0.0.8": *',
    ])
      await expect(typst.pdf({ template, data: {} })).rejects.toBeInstanceOf(TypstFault)
  })

  test('等待的太多时请稍后再试，已收下的都排完', async () => {
    const jobs = Array.from({ length: 8 }, (_, i) => typst.pdf({ template: page, data: { text: String(i) } }))
    const results = await Promise.allSettled(jobs)
    expect(results.filter(r => r.status === 'fulfilled')).toHaveLength(4)
    for (const result of results)
      if (result.status === 'rejected') expect(result.reason).toBeInstanceOf(Refused)
  })

  test('超过时限就停下，说明原因和办法，下一件重新开始', async () => {
    const impatient = makeTypst({ fonts, timeout: 20 })
    for (let i = 0; i < 2; i++) {
      const failure = await impatient.pdf({ template: page, data: { text: '慢' } }).catch((e: unknown) => e)
      expect(failure).toBeInstanceOf(OperatorError)
      expect((failure as Error).message).toMatch(/^排版超过 1 秒没有完成，已停止。请把大表格拆开/)
    }
    await impatient.close()
  })

  test('不会停的循环由编译器自己叫停', async () => {
    const failure = await typst
      .pdf({ template: '#let n = 0\n#while n < 1 { n = n * 1 }', data: {} })
      .catch((e: unknown) => e)
    expect((failure as TypstFault).detail).toContain('infinite')
  })

  test('停止时等待的得到答复，之后还能再用', async () => {
    const own = makeTypst({ fonts })
    const first = own.pdf({ template: page, data: { text: '一' } })
    const second = own.pdf({ template: page, data: { text: '二' } })
    const both = Promise.allSettled([first, second])
    await own.close()
    const [, waiting] = await both
    expect(waiting).toMatchObject({ status: 'rejected' })
    expect((await own.pdf({ template: page, data: { text: '三' } })).length).toBeGreaterThan(500)
    await own.close()
  })

  test('闲置之后线程结束，再来时重新开始，结果相同', async () => {
    const own = makeTypst({ fonts, idle: 50 })
    const first = await own.pdf({ template: page, data: { text: '同' } })
    await new Promise(resolve => setTimeout(resolve, 300))
    const second = await own.pdf({ template: page, data: { text: '同' } })
    expect(Buffer.from(second).length).toBe(Buffer.from(first).length)
    await own.close()
  })
})
