import { Document, HeadingLevel, Packer, Paragraph, Table, TableCell, TableRow, TextRun } from 'docx'
import fc from 'fast-check'
import { readXlsx } from 'hucre'
import mammoth from 'mammoth'
import { beforeAll, describe, expect, test } from 'vitest'
import { makeJpeg, makePdf, makeZip } from '../files.fixture.ts'
import {
  bankCard,
  docxPlaces,
  idNumber,
  makeDocx,
  mobile,
  options,
  today,
  type DocxPlace,
} from '../patrol.fixture.ts'
import { makeXlsx, pack, unpack, xlsxPlaces, type XlsxPlace } from '../sheets.fixture.ts'
import { fileLimits } from '../readers/unreadable.ts'
import { scanFile } from '../scan.ts'
import { maskFile, stripMetadata } from './mask.ts'
import { entriesHolding } from './verify.ts'

const mask = (name: string, bytes: Uint8Array) => maskFile({ name, bytes }, { today })

/** Whether any entry, in any encoding, with or without tags, still holds one of the strings; looked for by the test itself. */
async function stillThere(bytes: Uint8Array, strings: readonly string[]): Promise<string[]> {
  const found: string[] = []
  const look = (where: string, text: string) => {
    for (const s of strings) if (text.includes(s)) found.push(`${where}：${s}`)
  }
  for (const [name, part] of await unpack(bytes)) {
    const buffer = Buffer.from(part)
    look(name, name)
    for (const encoding of ['utf8', 'utf16le', 'latin1'] as const) look(name, buffer.toString(encoding))
    look(name, buffer.toString('utf8').replaceAll(/<[^>]*>/g, ''))
    if (/\.(?:xlsx|docx|zip)$/.test(name)) found.push(...(await stillThere(part, strings)))
  }
  return found
}

/** A DOCX and a workbook with a number of its own in every place. */
const inEvery = {
  docx: Object.fromEntries(
    docxPlaces.map((p, i) => [
      p,
      /^(?:link|field)$/.test(p)
        ? `tel:${mobile(i)}`
        : p === 'bookmark'
          ? `tel${mobile(i)}`
          : `号码${mobile(i)}、${idNumber(i)}。`,
    ]),
  ) as Record<DocxPlace, string>,
  xlsx: Object.fromEntries(
    xlsxPlaces.map((p, i) => [
      p,
      p === 'number' ? mobile(i) : p === 'link' ? `tel:${mobile(i)}` : `号码${mobile(i)}`,
    ]),
  ) as Record<XlsxPlace, string>,
}
const numbers = Array.from({ length: 40 }, (_, i) => [mobile(i), idNumber(i)]).flat()

describe('一键遮盖', () => {
  let docx: Uint8Array
  let xlsx: Uint8Array
  beforeAll(async () => {
    docx = await makeDocx({
      ...inEvery.docx,
      picture: makeJpeg({ located: true, camera: 'HUAWEI 13912345678' }),
    })
    xlsx = await makeXlsx(inEvery.xlsx)
  })

  test('DOCX每个角落的个人信息都换掉，任何部件、任何编码里都找不到；换过的文件照常打开', async () => {
    expect((await stillThere(docx, numbers)).length).toBeGreaterThan(30)
    const report = await mask('救助名单.docx', docx)
    expect(await stillThere(report.file.bytes, numbers)).toEqual([])
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(report.file.bytes) })
    expect(value).toContain(`${mobile(0).slice(0, 3)}****${mobile(0).slice(-4)}`)
    expect(value).toContain('有批注的文字')
    expect(report.removed.length).toBeGreaterThan(25)
    expect(JSON.stringify(report.removed)).not.toMatch(/\d{11}/)
    expect(report.checks).toHaveLength(3)
  })

  test('XLSX每个角落的个人信息都换掉；数字变成文字，公式去掉、值留下', async () => {
    expect((await stillThere(xlsx, numbers)).length).toBeGreaterThan(12)
    const report = await mask('名单.xlsx', xlsx)
    expect(await stillThere(report.file.bytes, numbers)).toEqual([])
    const workbook = await readXlsx(report.file.bytes)
    expect(workbook.sheets.map(s => s.name)).toEqual(['公示', '底表', '深藏'])
    expect(workbook.sheets[0]!.rows[2]![1]).toBe(`${mobile(1).slice(0, 3)}****${mobile(1).slice(-4)}`)
    expect(workbook.sheets[0]!.rows[4]![2]).toBe('结果')
    expect(workbook.namedRanges?.map(n => n.name)).toEqual(['区域'])
    expect(workbook.sheets[1]!.hidden).toBe(true)
  })

  test('修订接受后，删去的文字不再留在文件里，插入的留下', async () => {
    const bytes = await makeDocx({ deleted: '原来写的是李四的名字', inserted: '改后的文字' })
    const { file, stripped } = await mask('a.docx', bytes)
    expect(await stillThere(file.bytes, ['原来写的是', 'w:ins', 'w:del '])).toEqual([])
    expect((await mammoth.extractRawText({ buffer: Buffer.from(file.bytes) })).value).toContain('改后的文字')
    expect(stripped).toContain('修订痕迹2处（已接受）')
  })

  test('整行删去的表格行，接受修订后不再留下', async () => {
    const row = (text: string, properties = '') =>
      `<w:tr>${properties ? `<w:trPr>${properties}</w:trPr>` : ''}<w:tc><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:tc></w:tr>`
    const deleted = '<w:del w:id="3" w:author="张三" w:date="2026-03-02T09:00:00Z"/>'
    const parts = await unpack(await makeDocx({ table: '表' }))
    const source = new TextDecoder().decode(parts.get('word/document.xml'))
    parts.set(
      'word/document.xml',
      new TextEncoder().encode(
        source.replace('</w:tbl>', `${row('留下的行')}${row('删去的行', deleted)}</w:tbl>`),
      ),
    )
    const { file } = await mask('a.docx', pack(parts))
    const { value } = await mammoth.extractRawText({ buffer: Buffer.from(file.bytes) })
    expect(value).toContain('留下的行')
    expect(await stillThere(file.bytes, ['删去的行'])).toEqual([])
  })

  test('文件属性、作者、缩略图、模板路径、编辑会话编号、自定义数据、照片的拍摄位置都清除', async () => {
    const { file, stripped } = await mask('a.docx', docx)
    expect(
      await stillThere(file.bytes, [
        '张三',
        '李四光',
        '某某打印社',
        'zhangsan',
        '00AB12CD',
        'HUAWEI',
        'a small picture',
        'customXml',
      ]),
    ).toEqual([])
    expect(stripped.join('；')).toMatch(/作者.*缩略图|缩略图.*作者/)
    expect(stripped.join('；')).toContain('照片的拍摄位置')
    const again = await scanFile({ name: 'a.docx', bytes: file.bytes }, options)
    expect(
      again.findings.filter(f => f.kind === 'properties' || f.kind === 'revisions' || f.kind === 'location'),
    ).toEqual([])
  })

  test('文件名和压缩包内的文件名里的号码也换掉，换成文件名许可的字符', async () => {
    const { file } = await mask(`名单${mobile(1)}.txt`, Buffer.from('名单'))
    expect(file.name).toBe(`名单${mobile(1).slice(0, 3)}＊＊＊＊${mobile(1).slice(-4)}.txt`)
    const zip = makeZip({
      [`${mobile(2)}/a.txt`]: `电话${mobile(3)}`,
      'b.docx': await makeDocx({ comment: `电话${mobile(4)}` }),
    })
    const packed = await mask('资料.zip', zip)
    expect(await stillThere(packed.file.bytes, numbers)).toEqual([])
    expect([...(await unpack(packed.file.bytes)).keys()][1]).toBe('b.docx')
  })

  test('一处认出的未成年人姓名，别处单独出现的也换掉', async () => {
    const bytes = await makeDocx({
      body: '受伤儿童王小明（男，9岁）已送医。',
      table: '王小明',
      comment: '请核实王小明的情况',
    })
    const { file } = await mask('a.docx', bytes)
    expect(await stillThere(file.bytes, ['王小明'])).toEqual([])
    expect((await mammoth.extractRawText({ buffer: Buffer.from(file.bytes) })).value).toContain('王*明')
  })

  test('文本和CSV：国标编码改为UTF-8并说明；办公电话留下', async () => {
    const gbk = Buffer.concat([
      // 电话： in GBK
      Buffer.from([0xb5, 0xe7, 0xbb, 0xb0, 0xa3, 0xba]),
      Buffer.from(`${mobile(5)}\r\n`, 'latin1'),
    ])
    const { file, stripped } = await mask('a.csv', gbk)
    expect(Buffer.from(file.bytes).toString('utf8')).toBe(
      `\ufeff电话：${mobile(5).slice(0, 3)}****${mobile(5).slice(-4)}\r\n`,
    )
    expect(stripped.join()).toContain('GB18030')
    const kept = await maskFile(
      { name: 'a.txt', bytes: Buffer.from(`值班手机${mobile(6)}`) },
      { today, offices: [mobile(6)] },
    )
    expect(Buffer.from(kept.file.bytes).toString()).toBe(`值班手机${mobile(6)}`)
  })

  test('做不到的一句话说清楚，不交出文件：PDF、带宏的、嵌有对象的、演示文稿', async () => {
    await expect(mask('a.pdf', makePdf({ pages: [['电话13912345678']] }))).rejects.toThrow('打印后涂黑再扫描')
    await expect(mask('a.docx', await makeDocx({ parts: { 'word/vbaProject.bin': 'x' } }))).rejects.toThrow(
      '带有宏',
    )
    const object = Buffer.from(`\xd0\xcf\x11\xe0${mobile(7)}`, 'latin1')
    await expect(mask('a.docx', await makeDocx({ body: `电话${mobile(7)}`, object }))).rejects.toThrow(
      /oleObject1\.bin.*仍能找到/,
    )
    const wide = Buffer.from(mobile(7), 'utf16le')
    await expect(mask('a.docx', await makeDocx({ body: `电话${mobile(7)}`, object: wide }))).rejects.toThrow(
      /仍能找到/,
    )
    await expect(mask('a.zip', makeZip({ 'b.pdf': makePdf({ pages: [['a']] }) }))).rejects.toThrow(
      '里面的文件“b.pdf”不能处理',
    )
  })

  test('docx程序库写的真文件：遮盖后标题、表格、格式还在', async () => {
    const document = new Document({
      creator: '经办人李某',
      sections: [
        {
          children: [
            new Paragraph({ text: '救助公示', heading: HeadingLevel.HEADING_1 }),
            new Paragraph({
              children: [
                new TextRun({ text: '电话', bold: true }),
                new TextRun(mobile(8).slice(0, 5)),
                new TextRun({ text: mobile(8).slice(5), italics: true }),
              ],
            }),
            new Table({
              rows: [
                new TableRow({
                  children: ['姓名', '证件'].map(t => new TableCell({ children: [new Paragraph(t)] })),
                }),
                new TableRow({
                  children: ['张某', idNumber(8)].map(t => new TableCell({ children: [new Paragraph(t)] })),
                }),
              ],
            }),
          ],
        },
      ],
    })
    const bytes = new Uint8Array(await Packer.toBuffer(document))
    const { file } = await mask('公示.docx', bytes)
    expect(
      await stillThere(file.bytes, [mobile(8), idNumber(8), mobile(8).slice(5) + '<', '经办人李某']),
    ).toEqual([])
    const { value } = await mammoth.convertToHtml({ buffer: Buffer.from(file.bytes) })
    expect(value).toMatch(/<h1>.*救助公示.*<\/h1>/)
    expect(value).toMatch(/<table>.*姓名.*证件.*张某.*<\/table>/)
    expect(value).toMatch(/<strong>电话<\/strong>139\*\*\*\*\d{4}/)
  })

  test('任意的号码、任意拆开、任意放在哪里：遮盖后一个都找不到', async () => {
    const seed = fc.integer({ min: 1000, max: 9000 })
    const place = fc.constantFrom<DocxPlace>(
      'body',
      'split',
      'table',
      'header',
      'comment',
      'inserted',
      'deleted',
      'hidden',
      'textBox',
      'alternative',
      'sheetInside',
      'custom',
    )
    const maker = fc.constantFrom(mobile, idNumber, bankCard)
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(place, seed, maker, fc.constantFrom('', ' ', '，', '：')), {
          minLength: 1,
          maxLength: 5,
        }),
        async given => {
          const fixture: Partial<Record<DocxPlace, string>> = {}
          const strings: string[] = []
          for (const [where, n, make, mark] of given) {
            fixture[where] = `${fixture[where] ?? ''}号码${mark}${make(n)}。`
            strings.push(make(n))
          }
          const { file } = await mask('a.docx', await makeDocx(fixture))
          expect(await stillThere(file.bytes, strings)).toEqual([])
          await mammoth.extractRawText({ buffer: Buffer.from(file.bytes) })
        },
      ),
      { numRuns: 40 },
    )
  })
})

describe('只清除属性', () => {
  test('文字一字不改，修订和批注留着，作者和属性去掉', async () => {
    const bytes = await makeDocx({
      body: `电话${mobile(1)}`,
      comment: '请核对',
      deleted: '删去的',
      picture: makeJpeg({ located: true, orientation: 6 }),
    })
    const { file, stripped, checks, left } = await stripMetadata({ name: 'a.docx', bytes }, { today })
    const text = async (b: Uint8Array) => (await mammoth.extractRawText({ buffer: Buffer.from(b) })).value
    expect(await text(file.bytes)).toBe(await text(bytes))
    expect(await stillThere(file.bytes, ['张三', '李四光', '00AB12CD'])).toEqual([])
    expect((await stillThere(file.bytes, ['删去的', '请核对'])).length).toBeGreaterThan(1)
    expect(stripped.length).toBeGreaterThan(3)
    expect(checks).toEqual(['已重新打开新文件，文字与原来一致。'])
    expect(left.some(f => f.kind === 'mobile')).toBe(true)
  })

  test('表格和照片也可以；PDF说明要在原稿里清除', async () => {
    const sheet = await stripMetadata(
      { name: 'a.xlsx', bytes: await makeXlsx({ comment: '说明', cell: '甲' }) },
      { today },
    )
    expect(await stillThere(sheet.file.bytes, ['王某某', '某公司', '王五'])).toEqual([])
    const photo = await stripMetadata({ name: 'a.jpg', bytes: makeJpeg({ located: true }) }, { today })
    expect(
      (await scanFile({ name: 'a.jpg', bytes: photo.file.bytes }, options)).findings.map(f => f.kind),
    ).toEqual(['unread'])
    await expect(
      stripMetadata({ name: 'a.pdf', bytes: makePdf({ pages: [['a']] }) }, { today }),
    ).rejects.toThrow('请在原稿中清除后重新导出PDF')
  })
})

describe('核查', () => {
  test('在压缩包里的压缩包、UTF-16、GBK、拆在标签间的都能找到', async () => {
    const secret = '王小明的号码'
    const gbk = Buffer.from([0xcd, 0xf5, 0xd0, 0xa1, 0xc3, 0xf7, 0xb5, 0xc4, 0xba, 0xc5, 0xc2, 0xeb])
    for (const [name, part] of Object.entries({
      'a.bin': Buffer.from(secret, 'utf16le'),
      'b.bin': Buffer.concat([Buffer.from([1]), Buffer.from(secret, 'utf16le')]),
      'c.bin': gbk,
      'd.xml': Buffer.from('<p><r><t>王小</t></r><r><t>明的&#21495;码</t></r></p>'),
      'e.zip': Buffer.from(makeZip({ 'f.txt': secret })),
    }))
      expect(await entriesHolding(makeZip({ [name]: part }), [secret], fileLimits), name).toHaveLength(1)
    expect(
      await entriesHolding(makeZip({ 'a.xml': '<p>王小</p><p>明的号码</p>' }), [secret], fileLimits),
    ).toEqual([])
  })
})
