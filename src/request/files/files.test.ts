import { readFileSync } from 'node:fs'
import mammoth from 'mammoth'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { writeZip } from '#kit/ooxml/zip.ts'
import { refusal } from '../../document/journey.fixture.ts'
import { hasChineseFonts, openPdf, textOfPdf } from '../../document/renderings/pdf.fixture.ts'
import { makePdf, makeJpeg } from '../../patrol/files.fixture.ts'
import { idNumber, makeDocx, mobile } from '../../patrol/patrol.fixture.ts'
import { entriesHolding } from '../../patrol/mask/verify.ts'
import { fileLimits } from '../../patrol/readers/unreadable.ts'
import { emptyFile, makeRequestBench, ordinary, type RequestBench } from '../request.fixture.ts'
import { allFilesOf, filesOf, openPartsOf } from '../store/files.ts'
import { fetchFile, performFile, revealFile, uploadFile } from './actions.ts'
import { watermarked } from './watermark.ts'

let bench: RequestBench
let id: number
beforeAll(async () => {
  bench = await makeRequestBench()
  id = (await bench.register())[0]!.subject
})
afterAll(() => bench.t.close())

const upload = (role: string, name: string, bytes: Uint8Array, actor = bench.who.opennessOfficer) =>
  uploadFile(bench.t.house, actor, id, { role, name, bytes })
const go = (subject: number, verb: string, more: object = {}) =>
  performFile(bench.t.house, { subject, verb, actor: bench.who.opennessOfficer, ...more })
const find = async (subject: number) => (await allFilesOf(bench.t.db, id)).find(f => f.id === subject)!
const picture = Buffer.from(makeJpeg({ located: true, camera: 'X' }))

describe('案卷材料', () => {
  test('第四十五条：磁盘上的身份证明是密文，说明用途后10分钟内才能打开，每次打开都有记录', async () => {
    const { subject } = await upload('identity', '身份证.jpg', picture)
    const file = await find(subject)
    const onDisk = readFileSync(bench.t.house.files.pathOf(file.hash))
    expect(onDisk.includes(picture.subarray(0, 16))).toBe(false)
    const open = () => fetchFile(bench.t.house, bench.who.opennessOfficer, id, subject)
    expect((await refusal(open())).message).toContain('先写明查看的用途')
    const blank = revealFile(bench.t.house, bench.who.opennessOfficer, id, subject, ' ')
    expect((await refusal(blank)).code).toBe('invalid')
    await revealFile(bench.t.house, bench.who.opennessOfficer, id, subject, '核对身份')
    expect((await open()).bytes.equals(picture)).toBe(true)
    bench.t.pass(11 * 60_000)
    expect((await refusal(open())).code).toBe('forbidden')
    const events = await bench.t.db
      .selectFrom('event')
      .select(['verb', 'payload'])
      .where('subject_kind', '=', 'request-file')
      .where('subject_id', '=', subject)
      .orderBy('id')
      .execute()
    expect(events.map(e => e.verb)).toEqual(['upload', 'reveal-file', 'fetch-file'])
    expect(events.map(e => e.payload).join()).not.toContain('身份证.jpg')
  })

  test('审核人、部门、三员打不开身份证明，与不存在的一样', async () => {
    const { subject } = await upload('identity', '证件.jpg', picture)
    for (const actor of [
      bench.who.legalReviewer,
      bench.who.drafter,
      bench.who.systemAdmin,
      bench.who.auditAdmin,
    ])
      expect((await refusal(revealFile(bench.t.house, actor, id, subject, '看看'))).code).toBe('not-found')
  })

  test('身份证明按水印页显示，水印里有谁、何时、为什么', { skip: !hasChineseFonts }, async () => {
    const one = Buffer.from(
      'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
      'base64',
    )
    const pdf = await watermarked(
      { bytes: one, contentType: 'image/png' },
      '仅用于测试县应急管理局办理政府信息公开申请　经办人甲',
      bench.t.house.typst,
    )
    expect((await openPdf(pdf)).numPages).toBe(1)
    expect((await textOfPdf(pdf)).replace(/\s/g, '')).toContain('仅用于测试县应急管理局')
  })

  test(
    '网上交来的 PDF 身份证明也看得到：每页都有水印，最多十页，打不开的说原因',
    { skip: !hasChineseFonts },
    async () => {
      const shown = (bytes: Uint8Array) =>
        watermarked({ bytes, contentType: 'application/pdf' }, '仅用于核对身份', bench.t.house.typst)
      const two = await shown(makePdf({ pages: [['ID-FRONT'], ['ID-BACK']] }))
      expect((await openPdf(two)).numPages).toBe(2)
      const text = (await textOfPdf(two)).replace(/\s/g, '')
      expect(text).toContain('仅用于核对身份')
      const many = await shown(makePdf({ pages: Array.from({ length: 100 }, (_, at) => [`PAGE-${at}`]) }))
      expect((await openPdf(many)).numPages).toBeLessThanOrEqual(11)
      expect((await textOfPdf(many)).replace(/\s/g, '')).toContain('原件共100页，这里是前10页')
      await expect(shown(Buffer.from('%PDF-1.7 broken'))).rejects.toThrow('打不开')
    },
  )

  test('改了扩展名的、空的、太大的、不收的、压缩炸弹，各说各的原因', async () => {
    const no = async (name: string, bytes: Uint8Array, role = 'evidence') =>
      (await refusal(upload(role, name, bytes))).message
    expect(await no('台账.pdf', Buffer.from('MZ这不是PDF'))).toContain('不是.pdf格式')
    expect(await no('空.pdf', Buffer.alloc(0))).toContain('文件是空的')
    expect(await no('大.pdf', Buffer.alloc(21 * 1024 * 1024, 1))).toContain('超过20 MB')
    expect(await no('程序.exe', Buffer.from('MZ'))).toContain('不收这种文件')
    expect(await no('证件.pdf', makePdf({ pages: [['身份证']] }), 'identity')).toContain('JPG或者PNG')
    // 一张只有几十字节、展开后要占9.6 GB内存的图片。
    const huge = Buffer.concat([
      Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'),
      Buffer.from('0000c3500000c3500806000000', 'hex'),
      Buffer.alloc(40),
    ])
    expect(await no('巨图.png', huge, 'identity')).toContain('超过5000万像素')
    const tall = Buffer.from('ffd8ffc0001108fffffffe03012200021101031101ffd9', 'hex')
    expect(await no('长图.jpg', tall)).toContain('超过5000万像素')
    const bomb = writeZip(
      [
        ['[Content_Types].xml', Buffer.from('<Types/>')],
        ['word/document.xml', Buffer.alloc(200 * 1024 * 1024, 32)],
      ],
      { deflate: true },
    )
    expect(bomb.length).toBeLessThan(20 * 1024 * 1024)
    expect(await no('炸弹.docx', bomb)).toMatch(/过大|异常|停止检查/)
  })

  test('删除材料须写理由，内容从磁盘删去，记录留下', async () => {
    const { subject } = await upload(
      'evidence',
      '检索截图.png',
      Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJ', 'base64'),
    )
    const { hash } = await find(subject)
    expect((await refusal(go(subject, 'remove'))).message).toContain('理由')
    await go(subject, 'remove', { reason: '传错了' })
    expect(await bench.t.house.files.has(hash)).toBe(false)
    expect((await find(subject)).deletedAt).not.toBeNull()
    expect((await filesOf(bench.t.db, id)).some(f => f.id === subject)).toBe(false)
  })
})

describe('第三十七条：拟公开的部分', () => {
  const numbers = [mobile(1), idNumber(2), mobile(3)]
  const dirty = () =>
    makeDocx({
      body: `联系人电话${mobile(1)}`,
      title: `身份证${idNumber(2)}`,
      inserted: `电话${mobile(3)}`,
    })

  test('没有检查、没有遮盖干净的，部分公开的答复拟不出来', async () => {
    const { subject } = await upload('open-part', '检查记录.docx', await dirty())
    await go(subject, 'check')
    const { checked } = await find(subject)
    expect(checked!.clean).toBe(false)
    for (const number of numbers) expect(JSON.stringify(checked)).not.toContain(number)
    const said = await refusal(
      bench.go(id, 'propose', bench.who.opennessOfficer, {
        form: {
          answers: { ...ordinary, exempt: 'part' },
          file: { ...emptyFile, reason: '含他人隐私' },
          grounds: ['E16-1'],
          findings: '经查。',
        },
      }),
    )
    expect(said.message).toContain('没有通过遮盖检查')

    await go(subject, 'mask')
    expect((await find(subject)).role).toBe('evidence')
    const made = (await filesOf(bench.t.db, id)).find(f => f.role === 'open-part')!
    expect(made.checked!.findings).toEqual([])
    expect(made.checked!.clean).toBe(true)
    expect(await openPartsOf(bench.t.db, id)).toEqual({ count: 1, checked: true, verified: true })
    const { bytes } = await fetchFile(bench.t.house, bench.who.opennessOfficer, id, made.id)
    const { value } = await mammoth.extractRawText({ buffer: bytes })
    for (const number of numbers) {
      expect(value).not.toContain(number)
      expect(bytes.includes(number)).toBe(false)
    }
  })

  test('姓名、商业秘密写明的一并遮盖：另一种程序、逐个部件都取不出；没有写明的不说成都查过', async () => {
    const phone = mobile(7)
    const secrets = ['赵演示', '反应温度187摄氏度']
    const docx = await makeDocx({ paragraphs: [`联系人赵演示，${phone}。${secrets[1]}。`] })
    const { subject } = await upload('open-part', '参数.docx', docx)
    await go(subject, 'check', { form: { words: ['不在文件里', secrets[0]] } })
    const { checked } = await find(subject)
    expect(checked!.findings[0]!.message).toContain('共1项（填写的第2行')
    await go(subject, 'mask', { form: { words: secrets } })
    const made = (await filesOf(bench.t.db, id)).find(f => f.role === 'open-part' && f.name === '参数.docx')!
    expect(made.checked!.clean).toBe(true)
    const { bytes } = await fetchFile(bench.t.house, bench.who.opennessOfficer, id, made.id)
    const { value } = await mammoth.extractRawText({ buffer: bytes })
    expect(value).toContain('联系人■■■')
    const left = await entriesHolding(bytes, [...secrets, phone], fileLimits)
    expect(left).toEqual([])
    await go(made.id, 'check', { form: { words: [] } })
    expect((await find(made.id)).checked!.checks.join()).toContain('没有填写遮盖了哪些内容')
    const events = await bench.t.db.selectFrom('event').select('payload').execute()
    for (const secret of secrets) expect(JSON.stringify(events)).not.toContain(secret)
    await go(made.id, 'remove', { reason: '重做' })
  })

  test('图片、扫描的页面机器看不到：经办人逐页看过才算通过，看过的记入履历', async () => {
    const { subject } = await upload('open-part', '现场照片.jpg', Buffer.from(makeJpeg({ camera: '' })))
    await go(subject, 'check')
    expect((await find(subject)).checked!.clean).toBe(false)
    expect((await find(subject)).checked!.findings.map(f => f.label)).toEqual(['图片'])
    await go(subject, 'check', { form: { looked: true } })
    const { checked } = await find(subject)
    expect(checked!.clean).toBe(true)
    expect(checked!.checks.join()).toContain('由经办人逐页看过')
    await go(subject, 'remove', { reason: '重做' })
  })

  test('盖了黑块、文字还在的PDF：给出被遮盖的词，由另一种程序取得出来，不算通过', async () => {
    const pdf = makePdf({ pages: [['合同金额已遮盖']], invisible: 'ACME-CHEMICAL' })
    const { subject } = await upload('open-part', '合同.pdf', pdf)
    await go(subject, 'check', { form: { words: ['ACME-CHEMICAL'] } })
    const { checked } = await find(subject)
    expect(checked!.clean).toBe(false)
    expect(checked!.findings[0]!.message).toContain('仍能从文件里取出')
    expect(checked!.findings.map(f => f.message).join()).toContain('个字看不见')
    expect(JSON.stringify(checked)).not.toContain('ACME')
    await go(subject, 'remove', { reason: '重做' })
  })
})
