import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { intake } from './intake.ts'
import type { IntakeResult, RefusalCode } from './types.ts'
import {
  mainType,
  para,
  part,
  plainFoot,
  plainHead,
  rel,
  wordEntries,
  wordFile,
  zipOf,
} from './wordFixture.ts'

const docx = (bytes: Uint8Array, fileName = '通知.docx') => intake({ kind: 'docx', bytes, fileName })

function expectRefusal(result: IntakeResult, code: RefusalCode, sentence: RegExp): void {
  if (result.ok) throw new Error('应当拒绝')
  expect(result.code).toBe(code)
  expect(result.reasons.join()).toMatch(sentence)
  for (const reason of result.reasons) expect(reason).toMatch(/。$/)
}

const good = { body: plainHead + plainFoot }
const demo = readFileSync(new URL('../../../demo/documents/jilin-2022-28.docx', import.meta.url))

vi.setConfig({ testTimeout: 60_000 })

describe('不是 .docx 的文件：说清是什么、怎么办', () => {
  test.each<[string, Uint8Array, RefusalCode, RegExp]>([
    ['空文件', new Uint8Array(), 'empty', /空的/],
    ['改了扩展名的压缩包', zipOf([{ name: '说明.txt', bytes: '你好' }]), 'not-docx', /改了扩展名的压缩包.*word\/document\.xml/],
    ['旧的 .doc', new Uint8Array(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(4096)])), 'old-word', /另存为 \.docx/],
    ['有打开密码的 .docx', new Uint8Array(Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from('EncryptedPackage', 'utf16le')])), 'encrypted', /密码.*涉密文件不得上传/],
    ['改名的 PDF', new Uint8Array(Buffer.from('%PDF-1.7\n%âãÏÓ\n')), 'not-docx', /PDF/],
    ['改名的 RTF', new Uint8Array(Buffer.from('{\\rtf1\\ansi}')), 'not-docx', /RTF/],
    ['改名的网页', new Uint8Array(Buffer.from('<html><body>通知</body></html>')), 'not-docx', /网页/],
    ['电子表格', zipOf([{ name: '[Content_Types].xml', bytes: '<Types/>' }, { name: 'xl/workbook.xml', bytes: '<workbook/>' }]), 'not-docx', /电子表格/],
    ['OFD', zipOf([{ name: 'OFD.xml', bytes: '<OFD/>' }]), 'not-docx', /OFD/],
    ['随便的字节', new Uint8Array(Buffer.from('0102030405060708', 'hex')), 'not-docx', /无法识别/],
  ])('%s', async (_, bytes, code, sentence) => {
    expectRefusal(await docx(bytes), code, sentence)
  }) // prettier-ignore

  test('带宏的文件：按内容类型、按 vbaProject.bin 都拒绝', async () => {
    const type = 'application/vnd.ms-word.document.macroEnabled.main+xml'
    expectRefusal(await docx(wordFile({ ...good, type }), '通知.docm'), 'macro', /宏.*另存为不含宏的 \.docx/)
    const hidden = wordFile({ ...good, parts: { 'word/vbaProject.bin': 'Attribute VB_Name' } })
    expectRefusal(await docx(hidden), 'macro', /宏/)
  })

  test('压缩包加密：请取消密码', async () => {
    const entries = wordEntries(good).map(e => (e.name === 'word/document.xml' ? { ...e, flags: 0x0801 } : e))
    expectRefusal(await docx(zipOf(entries)), 'encrypted', /密码/)
  })
})

describe('过大的输入', () => {
  test('60 MB 的文件立即拒绝，说出大小和上限', async () => {
    const bytes = new Uint8Array(60 * 1024 * 1024)
    bytes.set(wordFile(good))
    const cpu = process.cpuUsage()
    expectRefusal(await docx(bytes), 'too-large', /60 MB.*50 MB/)
    expect(process.cpuUsage(cpu).user / 1000).toBeLessThan(500)
  })

  test('压缩炸弹：声明的大小、实际的大小、部件个数都有上限，内存不随之增长', async () => {
    const huge = Buffer.alloc(40 * 1024 * 1024, 0x20)
    const declared = wordEntries(good).map(e => (e.name === 'word/document.xml' ? { ...e, bytes: huge } : e))
    const honest = zipOf(declared)
    expect(honest.length).toBeLessThan(100_000)
    const lying = zipOf(declared.map(e => (e.name === 'word/document.xml' ? { ...e, declared: 2000 } : e)))
    const spread = zipOf([...wordEntries(good), ...Array.from({ length: 8 }, (_, i) => ({ name: `word/media/${i}.png`, bytes: 'x', declared: 60_000_000, deflated: true }))])
    const many = zipOf([...wordEntries(good), ...Array.from({ length: 3000 }, (_, i) => ({ name: `x/${i}`, bytes: '' }))])
    const before = process.memoryUsage().arrayBuffers
    for (const bomb of [honest, lying, spread]) expectRefusal(await docx(bomb), 'dangerous', /解压后过大/)
    expectRefusal(await docx(many), 'dangerous', /3003 个.*2000 个/)
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(40 * 1024 * 1024)
  }) // prettier-ignore

  test('正好 200,000 字可以；多一个字就拒绝，说出字数', async () => {
    const fixed = '关于某事的通知各单位：'.length
    const text = (n: number) =>
      `关于某事的通知\n各单位：\n${'字'.repeat(n - (fixed - '关于某事的通知'.length))}`
    const just = await intake(
      { kind: 'text', text: text(200_000) },
      { characters: 200_000 + '关于某事的通知'.length },
    )
    expect(just.ok && just.characters).toBe(200_000)
    expectRefusal(
      await intake({ kind: 'text', text: '字'.repeat(200_001) }),
      'too-long',
      /200001 字.*200000 字/,
    )
    expectRefusal(
      await intake({ kind: 'html', html: `<p>${'字'.repeat(200_001)}</p>` }),
      'too-long',
      /200001 字/,
    )
    const long = wordFile({ body: para('字'.repeat(1001)).repeat(200) })
    expectRefusal(await docx(long), 'too-long', /200200 字/)
  })

  test('将近 200,000 字的文件在 2 秒内读完', async () => {
    const sentence = '切实加强组织领导，压实安全责任，做好各项防范工作，并按时报送进展情况。'
    const bytes = wordFile({ body: plainHead + para(sentence.repeat(3)).repeat(1900) + plainFoot })
    const cpu = process.cpuUsage()
    const result = await docx(bytes)
    const used = process.cpuUsage(cpu)
    expect(result.ok && result.characters).toBeGreaterThan(195_000)
    expect((used.user + used.system) / 1000).toBeLessThan(2000)
  })

  test('粘贴内容过大、标签嵌套过深：拒绝，不卡住', async () => {
    expectRefusal(
      await intake({ kind: 'html', html: 'x'.repeat(2000) }, { html: 1000 }),
      'too-large',
      /2000 个字符/,
    )
    expectRefusal(await intake({ kind: 'html', html: '<b>'.repeat(1_000_000) }), 'dangerous', /嵌套过深/)
    const deep = part('w:document', `<w:body>${'<w:sdt>'.repeat(5000)}${'</w:sdt>'.repeat(5000)}</w:body>`)
    expectRefusal(await docx(withDocument(deep)), 'dangerous', /嵌套过深/)
  })

  test('几十万个空段落、换行、单元格：读完或拒绝，不崩溃', async () => {
    const empties = await docx(wordFile({ body: `${plainHead}${'<w:p/>'.repeat(200_000)}${plainFoot}` }))
    expect(empties.ok).toBe(true)
    const breaks = `<w:p><w:r>${'<w:t>字</w:t><w:br/>'.repeat(120_000)}</w:r></w:p>`
    expectRefusal(await docx(wordFile({ body: breaks })), 'too-long', /过多/)
    const lines = await intake({ kind: 'html', html: `<p>关于某事的通知</p>${'字<br>'.repeat(120_000)}` })
    expect(lines.ok && lines.characters).toBe(120_000)
  })
})

const withDocument = (xml: string) =>
  zipOf(wordEntries(good).map(e => (e.name === 'word/document.xml' ? { ...e, bytes: xml } : e)))

describe('动过手脚的文件', () => {
  test('部件名指向外部目录：拒绝', async () => {
    for (const name of ['../../etc/passwd', '/etc/passwd', 'C:/windows/x', 'word\\..\\..\\x']) {
      expectRefusal(await docx(zipOf([...wordEntries(good), { name, bytes: 'x' }])), 'dangerous', /外部目录/)
    }
  })

  test('部件重名：拒绝', async () => {
    expectRefusal(await docx(zipOf([...wordEntries(good), ...wordEntries(good)])), 'dangerous', /重名/)
  })

  test('外部实体和实体炸弹：见到 DOCTYPE 就拒绝，任何部件都一样', async () => {
    const xxe = `<?xml version="1.0"?><!DOCTYPE w:document [<!ENTITY x SYSTEM "file:///etc/passwd">]>${part('w:document', '<w:body><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:body>').replace(/^<\?.*?\?>/, '')}`
    expectRefusal(await docx(withDocument(xxe)), 'dangerous', /DOCTYPE/)
    const laughs = `<!DOCTYPE s [<!ENTITY a "哈哈"><!ENTITY b "${'&a;'.repeat(50)}"><!ENTITY c "${'&b;'.repeat(50)}">]><s>&c;</s>`
    const styles = wordFile({
      ...good,
      relationships: rel('rId9', 'styles', 'styles.xml'),
      parts: { 'word/styles.xml': laughs },
    })
    expectRefusal(await docx(styles), 'dangerous', /DOCTYPE/)
  })

  test('文档数据不完整：拒绝并说明', async () => {
    for (const broken of [
      '<w:document',
      part('w:document', '<w:body><w:p></w:body>'),
      part('w:document', '<w:body><w:p>&undeclared;</w:p></w:body>'),
      part('w:document', '<w:body/>').slice(0, -8),
      '\u0000\u0001',
    ]) {
      expectRefusal(await docx(withDocument(broken)), 'damaged', /已损坏/)
    }
    const encoding = wordEntries(good).map(e =>
      e.name === 'word/document.xml' ? { ...e, bytes: new Uint8Array([0x3c, 0xff, 0xfe, 0x80]) } : e,
    )
    expectRefusal(await docx(zipOf(encoding)), 'damaged', /已损坏/)
  })

  test('没有文字的文件：请上传可编辑的原稿', async () => {
    expectRefusal(await docx(wordFile({ body: '<w:p/><w:sectPr/>' })), 'empty', /没有读到任何文字/)
    expectRefusal(await intake({ kind: 'text', text: ' \n\u3000\n' }), 'empty', /没有读到/)
    expectRefusal(
      await intake({ kind: 'html', html: '<p>&nbsp;</p><script>1</script>' }),
      'empty',
      /没有读到/,
    )
  })

  test('文件被截断、被改动一个字节：要么照常读出，要么说已损坏，从不抛错', async () => {
    const bytes = new Uint8Array(demo)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: bytes.length - 1 }), fc.boolean(), async (at, cut) => {
        const changed = cut ? bytes.slice(0, at) : bytes.slice()
        if (!cut) changed[at] = (changed[at] ?? 0) ^ 0x55
        const result = await docx(changed)
        if (!result.ok) expect(result.reasons.join()).toMatch(/。$/)
        else expect(result.bodyHtml).not.toMatch(/<script|style=/)
      }),
      { numRuns: 150 },
    )
  })

  test('任意字节当作文件：从不抛错，总有一句话', async () => {
    const zipLike = fc.uint8Array({ maxLength: 400 }).map(b => new Uint8Array([0x50, 0x4b, 3, 4, ...b]))
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.uint8Array({ maxLength: 2000 }), zipLike), async bytes => {
        const result = await docx(bytes)
        expect(result.ok).toBe(false)
      }),
      { numRuns: 300 },
    )
  })
})

describe('保密法第三十一条第三项：涉密内容不进本系统，也不在答复里重复', () => {
  const secretTitle = '关于某某专项检查的通知'
  test.each([
    ['机密★10年', 'head'],
    ['秘密★1年', 'head'],
    ['绝密★长期', 'head'],
    ['机　密', 'head'],
    ['机密 ★ 20年   特急', 'head'],
    ['【秘密】', 'head'],
    ['密级：秘密', 'head'],
    ['机密★启封前', 'tail'],
    ['内部资料', 'head'],
    ['内部资料 注意保管', 'head'],
    ['内部事项，注意保管', 'head'],
  ])('标有“%s”的文件拒绝，理由不含标题', async (mark, where) => {
    const lines = [secretTitle, '各单位：', '请认真落实。', '测试市应急管理局', '2024年6月3日']
    const all = where === 'head' ? [mark, ...lines] : [...lines, mark]
    const result = await intake({ kind: 'text', text: all.join('\n') })
    expectRefusal(result, 'classified', /不得/)
    expect(JSON.stringify(result)).not.toContain('专项检查')
    const word = await docx(wordFile({ body: all.map(t => para(t)).join('') }))
    expectRefusal(word, 'classified', /不得/)
    expect(JSON.stringify(word)).not.toContain('专项检查')
  })

  test('标志在文本框、页眉或文件名里，同样拒绝', async () => {
    const box = `<w:p><w:r><w:pict><v:shape><v:textbox><w:txbxContent>${para('机密★5年')}</w:txbxContent></v:textbox></v:shape></w:pict></w:r></w:p>`
    expectRefusal(
      await docx(wordFile({ body: box + plainHead + plainFoot })),
      'classified',
      /第三十一条第三项/,
    )
    const header = wordFile({
      ...good,
      relationships: rel('rId5', 'header', 'header1.xml'),
      parts: { 'word/header1.xml': part('w:hdr', para('秘密★3年')) },
    })
    expectRefusal(await docx(header), 'classified', /第三十一条第三项/)
    expectRefusal(await docx(wordFile(good), '机密★10年.docx'), 'classified', /第三十一条第三项/)
    const table =
      '索引号：\tA/2024-1\t分类：\t通知\n密级：\t秘密\t发布日期：\t2024-06-03\n关于某事的通知\n各单位：\n请落实。'
    expectRefusal(await intake({ kind: 'text', text: table }), 'classified', /第三十一条第三项/)
  })

  test('讲保密的普通文件不受影响', async () => {
    const text = [
      '关于加强国家秘密和工作秘密管理的通知',
      '各单位：',
      '机密级、秘密级文件应当按规定标注“机密★10年”字样，内部资料注意保管。',
      '一、秘密载体的管理',
      '按规定执行。',
      '测试市应急管理局',
      '2024年6月3日',
    ].join('\n')
    expect((await intake({ kind: 'text', text })).ok).toBe(true)
    const open =
      '索引号：\tA/2024-1\t分类：\t通知\n密级：\t非密\t发布日期：\t2024-06-03\n关于某事的通知\n各单位：\n请落实。'
    expect((await intake({ kind: 'text', text: open })).ok).toBe(true)
  })
})

test('模板（.dotx）的正文也能读', async () => {
  const type = mainType.replace('document.main', 'template.main')
  expect((await docx(wordFile({ ...good, type }))).ok).toBe(true)
})
