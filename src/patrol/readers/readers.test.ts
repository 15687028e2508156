import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { crc32 } from 'node:zlib'
import { effortOf } from '../../../test/setup/effort.ts'
import { makeJpeg, makePdf, makeZip } from '../files.fixture.ts'
import { makeDocx, mobile, options } from '../patrol.fixture.ts'
import { makeXlsx, pack, unpack } from '../sheets.fixture.ts'
import { scanFile } from '../scan.ts'
import { readFile } from './file.ts'
import { readHtml } from './html.ts'
import { readPicture, stripPicture } from './picture.ts'
import { Unreadable, fileLimits } from './unreadable.ts'

const refusal = async (name: string, bytes: Uint8Array, limits = fileLimits): Promise<string> => {
  try {
    await readFile({ name, bytes }, limits)
  } catch (error) {
    if (error instanceof Unreadable) return error.message
    throw error
  }
  return '读出来了'
}
const bytesOf = (text: string, encoding: BufferEncoding = 'latin1') =>
  new Uint8Array(Buffer.from(text, encoding))

describe('读不了的文件：每种一句话，说清是什么、怎么办', () => {
  test('空的、认不出的、旧格式、加密的、压缩包格式不对的', async () => {
    expect(await refusal('a.docx', new Uint8Array())).toContain('文件是空的')
    expect(await refusal('a.exe', bytesOf('MZ\x90\0\x03\0\0\0'))).toContain('认不出')
    expect(await refusal('a.doc', bytesOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old'))).toContain(
      '另存为DOCX或XLSX',
    )
    const encrypted = Buffer.concat([
      Buffer.from('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1', 'latin1'),
      Buffer.from('EncryptedPackage', 'utf16le'),
    ])
    expect(await refusal('a.docx', new Uint8Array(encrypted))).toMatch(/设有打开密码.*涉密文件不得/)
    expect(await refusal('a.rar', bytesOf('Rar!\x1a\x07'))).toContain('改用ZIP')
    expect(await refusal('a.rtf', bytesOf('{\\rtf1 x}'))).toContain('RTF')
    expect(await refusal('a.pdf', makePdf({ pages: [['a']], encrypted: true }))).toContain('设有打开密码')
  })

  test('损坏的DOCX、XLSX、PDF：截断、改动一个字节，要么照常读，要么说损坏，从不抛错', async () => {
    const files = [
      ['a.docx', await makeDocx({ comment: '批注', table: '表格' })],
      ['a.xlsx', await makeXlsx({ cell: '甲', comment: '批注' })],
      ['a.pdf', makePdf({ pages: [['第一页'], ['第二页']], annotation: '注释' })],
      ['a.zip', makeZip({ 'a.txt': '文字', 'b.txt': '文字' })],
    ] as const
    for (const [name, whole] of files)
      await fc.assert(
        fc.asyncProperty(fc.nat(whole.length - 1), fc.nat(255), fc.boolean(), async (at, value, cut) => {
          const bytes = cut ? whole.slice(0, at) : whole.slice()
          if (!cut) bytes[at] = value
          expect(typeof (await refusal(name, bytes))).toBe('string')
        }),
        { numRuns: 60 },
      )
  })

  test('压缩炸弹：一个大部件、许多部件、套着的压缩包，都停下，很快', async () => {
    const small = { ...fileLimits, part: 1_000_000, inflated: 3_000_000, entries: 50 }
    const zeros = new Uint8Array(1_500_000)
    const took = await effortOf(async () => {
      expect(await refusal('a.zip', makeZip({ 'a.txt': zeros }), small)).toContain('解压后过大')
      const many = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`${i}.txt`, 'x']))
      expect(await refusal('a.zip', makeZip(many), small)).toContain('60个')
      const inner = makeZip({ 'a.txt': zeros.subarray(0, 900_000) })
      const outer = makeZip(Object.fromEntries(Array.from({ length: 10 }, (_, i) => [`${i}.zip`, inner])))
      expect(await refusal('a.zip', outer, small)).toContain('解压后过大')
    })
    expect(took).toBeLessThan(5000)
  })

  test('说谎的大小、重名的部件、指向外面的名字、加密的部件：不读', async () => {
    const lying = Buffer.from(makeZip({ 'a.txt': 'x'.repeat(1000) }))
    const central = lying.indexOf('PK\x01\x02', 0, 'latin1')
    lying.writeUInt32LE(10, central + 24)
    expect(await refusal('a.zip', new Uint8Array(lying))).toMatch(/损坏|过大/)
    const encrypted = Buffer.from(makeZip({ 'a.txt': 'x'.repeat(1000) }))
    encrypted.writeUInt16LE(0x0801, encrypted.indexOf('PK\x01\x02', 0, 'latin1') + 8)
    expect(await refusal('a.zip', new Uint8Array(encrypted))).toContain('设有密码')
    expect(await refusal('a.zip', makeZip({ '../a.txt': 'x' }))).toContain('指向外部目录')
    const two = Buffer.from(makeZip({ 'a.txt': 'x', 'b.txt': 'y' }))
    const name = two.lastIndexOf('b.txt')
    two.write('a.txt', name, 'latin1')
    expect(await refusal('a.zip', new Uint8Array(two))).toContain('重名')
  })

  test('声明实体的XML（DOCTYPE）和嵌套过深的XML：不读', async () => {
    const parts = await unpack(await makeDocx())
    const source = Buffer.from(parts.get('word/document.xml')!).toString()
    const withDoctype = source.replace('<w:document', '<!DOCTYPE a [<!ENTITY b "c">]><w:document')
    const bad = (text: string) => pack(new Map([...parts, ['word/document.xml', bytesOf(text, 'utf8')]]))
    expect(await refusal('a.docx', bad(withDoctype))).toContain('恶意')
    const deep = source.replace('<w:body>', `<w:body>${'<w:a>'.repeat(500)}${'</w:a>'.repeat(500)}`)
    expect(await refusal('a.docx', bad(deep))).toContain('恶意')
    expect(await refusal('a.docx', bad(source.slice(0, -20)))).toContain('损坏')
  })

  test('压缩包里有读不了的：说出是哪一个，别的照查', async () => {
    const bytes = makeZip({
      'a.doc': bytesOf('\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 old'),
      'b.txt': `电话${mobile(1)}`,
    })
    const { findings } = await scanFile({ name: '资料.zip', bytes }, options)
    expect(findings.find(f => f.kind === 'unread')).toMatchObject({
      tier: 'B',
      place: { file: '资料.zip／a.doc' },
    })
    expect(findings.some(f => f.kind === 'mobile')).toBe(true)
  })

  test('套得太深的压缩包：说明没有检查', async () => {
    let bytes: Uint8Array = makeZip({ 'a.txt': `电话${mobile(1)}` })
    for (let i = 0; i < 6; i++) bytes = makeZip({ 'a.zip': bytes })
    const { findings } = await scanFile({ name: 'a.zip', bytes }, options)
    expect(findings.map(f => f.message).join()).toContain('套了超过3层')
  })
})

describe('读文件', () => {
  test('文字的编码：UTF-8、带标记的、UTF-16、国标', async () => {
    for (const [bytes, label] of [
      [bytesOf('攻府', 'utf8'), 'UTF-8'],
      [bytesOf('\ufeff攻府', 'utf8'), 'BOM'],
      [new Uint8Array(Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from('攻府', 'utf16le')])), 'UTF-16'],
      [new Uint8Array([0xb9, 0xa5, 0xb8, 0xae]), 'GBK'],
    ] as const) {
      const { findings } = await scanFile({ name: 'a.txt', bytes }, options)
      expect(
        findings.map(f => f.right),
        label,
      ).toEqual(['政府'])
    }
  })

  test('国标编码的压缩包文件名读得出来', async () => {
    // 名单.txt in GBK, without the flag for UTF-8, as Windows packs it.
    const name = Buffer.from([0xc3, 0xfb, 0xb5, 0xa5, 0x2e, 0x74, 0x78, 0x74])
    const data = Buffer.from('x')
    const head = Buffer.alloc(26)
    head.writeUInt16LE(20, 0)
    head.writeUInt32LE(crc32(data), 10)
    head.writeUInt32LE(1, 14)
    head.writeUInt32LE(1, 18)
    head.writeUInt16LE(name.length, 22)
    const tail = Buffer.alloc(14)
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), head, name, data])
    const central = Buffer.concat([Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, name])
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 'latin1')
    end.writeUInt16LE(1, 8)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(central.length, 12)
    end.writeUInt32LE(local.length, 16)
    const { segments } = await readFile({
      name: 'a.zip',
      bytes: new Uint8Array(Buffer.concat([local, central, end])),
    })
    expect(segments.map(s => s.text)).toContain('名单.txt')
  })

  test('PDF里断在行末的号码接得上；看得出哪一页没有文字', async () => {
    const n = mobile(3)
    const pdf = makePdf({
      pages: [[`救助对象张某，家住某地，他的联系电话是${n.slice(0, 6)}`, `${n.slice(6)}，请核对。`], []],
    })
    const { findings } = await scanFile({ name: 'a.pdf', bytes: pdf }, options)
    expect(findings.find(f => f.kind === 'mobile')?.place).toMatchObject({ part: 'page', label: '第1页' })
    expect(findings.find(f => f.kind === 'unread')).toMatchObject({ tier: 'C' })
    expect(findings.find(f => f.kind === 'unread')?.message).toContain('第2页没有文字')
    const scanned = await scanFile({ name: 'a.pdf', bytes: makePdf({ pages: [[], []] }) }, options)
    expect(scanned.findings[0]).toMatchObject({ kind: 'unread', tier: 'B' })
  })

  test('批注、修订、隐藏的工作表和行列、文件属性：各有一条说明', async () => {
    const docx = await scanFile(
      {
        name: 'a.docx',
        bytes: await makeDocx({ comment: '请核对', inserted: '插入', deleted: '删去', hidden: '藏着' }),
      },
      options,
    )
    expect(docx.findings.map(f => f.kind).sort()).toEqual(['comments', 'hidden', 'properties', 'revisions'])
    const xlsx = await scanFile(
      {
        name: 'a.xlsx',
        bytes: await makeXlsx({ hiddenRow: '甲', hiddenColumn: '乙', hiddenSheet: '丙', comment: '丁' }),
      },
      options,
    )
    expect(xlsx.findings.filter(f => f.kind === 'hidden').map(f => f.message)).toEqual([
      expect.stringContaining('有1行是隐藏的'),
      expect.stringContaining('有1列是隐藏的'),
      expect.stringContaining('工作表是隐藏的'),
    ])
    expect(xlsx.findings.map(f => f.kind)).toContain('comments')
  })

  test('表格里的位置说得出第几行第几列、哪个单元格', async () => {
    const docx = await scanFile(
      { name: 'a.docx', bytes: await makeDocx({ table: `电话${mobile(1)}` }) },
      options,
    )
    expect(docx.findings.find(f => f.kind === 'mobile')?.place.label).toBe('第1个表格第1行第2列')
    const xlsx = await scanFile(
      { name: 'a.xlsx', bytes: await makeXlsx({ hiddenColumn: `电话${mobile(1)}` }) },
      options,
    )
    expect(xlsx.findings.find(f => f.kind === 'mobile')?.place.label).toBe('工作表“公示”C2（隐藏的列）')
  })

  test('文本框在新旧两种格式里各存一份，只报一次', async () => {
    const { findings } = await scanFile(
      { name: 'a.docx', bytes: await makeDocx({ textBox: '经人民攻府同意' }) },
      options,
    )
    expect(findings.filter(f => f.kind === 'organ')).toHaveLength(1)
  })

  test('200页的文件3秒内查完', async () => {
    const paragraphs = Array.from(
      { length: 1200 },
      (_, i) => `第${i}段。${'各县（市、区）应急管理局要认真做好汛期安全生产工作，'.repeat(5)}请遵照执行。`,
    )
    const bytes = await makeDocx({ paragraphs })
    expect(await effortOf(() => scanFile({ name: 'a.docx', bytes }, options))).toBeLessThan(3000)
  })
})

describe('网页', () => {
  test('任意残缺的网页都读得完，文字不丢', () => {
    const piece = fc.constantFrom(
      '<p>',
      '</p>',
      '<table><tr><td>',
      '</td></tr></table>',
      '<b',
      '>',
      '"',
      '<!--',
      '-->',
      '<a href="x">',
      '</a>',
      '<img alt="',
      '甲乙',
      '&lt;',
      '&#x4e00;',
      '<script>',
      '</script>',
      '<div hidden>',
      '</div>',
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), pieces => {
        const { segments } = readHtml(pieces.join(''))
        for (const s of segments) expect(s.text.trim()).not.toBe('')
      }),
    )
    expect(readHtml('<p>甲<b>乙</b>&nbsp;丙</p>丁').segments.map(s => s.text)).toEqual(['甲乙\u00a0丙', '丁'])
  })

  test('很长的残缺网页不变慢', async () => {
    const took = await effortOf(() => {
      readHtml('<a "'.repeat(300_000))
      readHtml('<'.repeat(1_000_000))
      readHtml('<p title="'.repeat(200_000))
    })
    expect(took).toBeLessThan(4000)
  })
})

describe('照片', () => {
  test('读得出拍摄位置；清除以后照片的方向还在，其他的都没有了', () => {
    const jpeg = makeJpeg({
      located: true,
      camera: 'HUAWEI P60',
      orientation: 6,
      xmp: '<x exif:GPSLatitude="35,1N"/>',
    })
    expect(readPicture(jpeg)).toEqual({ type: 'jpeg', located: true, tagged: true, orientation: 6 })
    const plain = stripPicture(jpeg)
    expect(readPicture(plain)).toEqual({ type: 'jpeg', located: false, tagged: false, orientation: 6 })
    expect(Buffer.from(plain).includes('HUAWEI')).toBe(false)
    // The picture itself is the same bytes.
    expect(Buffer.from(plain).subarray(-9)).toEqual(Buffer.from(jpeg).subarray(-9))
    expect(stripPicture(plain)).toBe(plain)
  })

  test('XMP里的位置也算；没有位置的不报', () => {
    expect(readPicture(makeJpeg({ xmp: '<x exif:GPSLatitude="35,1N"/>' })).located).toBe(true)
    expect(readPicture(makeJpeg()).located).toBe(false)
  })

  test('PNG和WebP的附加信息', () => {
    const tiff = Buffer.from(makeJpeg({ located: true })).subarray(2 + 18 + 4 + 6)
    const chunk = (type: string, data: Buffer) => {
      const body = Buffer.concat([Buffer.from(type, 'latin1'), data])
      const out = Buffer.alloc(8 + body.length)
      out.writeUInt32BE(data.length, 0)
      body.copy(out, 4)
      out.writeUInt32BE(crc32(body), 4 + body.length)
      return out
    }
    const png = new Uint8Array(
      Buffer.concat([
        Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
        chunk('IHDR', Buffer.alloc(13)),
        chunk('eXIf', tiff),
        chunk('tEXt', Buffer.from('Author\0王某')),
        chunk('IEND', Buffer.alloc(0)),
      ]),
    )
    expect(readPicture(png)).toMatchObject({ type: 'png', located: true, tagged: true })
    expect(readPicture(stripPicture(png))).toMatchObject({ located: false, tagged: false })
    expect(Buffer.from(stripPicture(png)).includes('王某')).toBe(false)
  })

  test('任意残缺的照片：不抛错，不无限循环', () => {
    const whole = makeJpeg({ located: true })
    fc.assert(
      fc.property(fc.nat(whole.length), fc.nat(whole.length - 1), fc.nat(255), (cut, at, value) => {
        const bytes = whole.slice(0, cut)
        if (at < cut) bytes[at] = value
        readPicture(bytes)
        stripPicture(bytes)
      }),
    )
  })
})
