import { describe, expect, test } from 'vitest'
import { makeJpeg, makePdf, makeZip } from './files.fixture.ts'
import type { Finding, Kind } from './model.ts'
import { bankCard, docxPlaces, idNumber, makeDocx, mobile, options, random } from './patrol.fixture.ts'
import { officialTexts } from './officialText.fixture.ts'
import { makeXlsx, xlsxPlaces } from './sheets.fixture.ts'
import { scanDraft, scanFile, scanText } from './scan.ts'
import { starter } from './starter/starter.ts'

/** What is seeded: the sentence and the kind that must be found. Every one differs from all others. */
const personal: readonly (readonly [Kind, (n: number) => string])[] = [
  ['idNumber', n => `身份证号：${idNumber(n)}`],
  ['mobile', n => `联系人手机${mobile(n)}`],
  ['bankCard', n => `银行卡号${bankCard(n)}`],
  ['address', n => `家住解放区民主路${n}号院3号楼2单元${100 + n}室`],
  ['address', n => `现住武陟县西陶镇东陶村${(n % 9) + 1}组${n}号`],
  ['plate', n => `豫H${String(10000 + n).slice(-5)}号小型轿车`],
  ['passport', n => `护照号码E${String(10000000 + n * 37)}`],
  ['email', n => `邮箱zhang${n}@gmail.com`],
  ['minor', n => `受伤儿童王小${'明华军强'[n % 4]}（男，${(n % 12) + 3}岁）`],
]
const written: readonly (readonly [Kind, (n: number) => string])[] = [
  ['organ', () => '经市人民攻府同意'],
  ['typo', () => '认真布署落实秸杆禁烧'],
  ['phrase', () => '开展扫黑险恶专项斗争'],
  ['classification', () => '机密★1年'],
  ['number', n => `焦应急[2024]${n + 1}号`],
  ['number', n => `焦应急〔2024〕0${n + 1}号`],
  ['number', n => `焦应急（2024）${n + 1}号`],
  ['date', () => '定于2025年2月30日召开'],
  ['date', () => '2024年9月10日（星期五）'],
]

type Seed = { readonly where: string; readonly kind: Kind; readonly findings: Finding[] }
const caught = (seed: Seed) => seed.findings.some(f => f.kind === seed.kind && f.tier !== 'C')

function report(seeds: readonly Seed[]) {
  const missed = seeds.filter(s => !caught(s))
  return { share: 1 - missed.length / seeds.length, missed: missed.map(s => `${s.where}：${s.kind}`) }
}

const scanOne = async (name: string, bytes: Uint8Array) => (await scanFile({ name, bytes }, options)).findings

describe('检出：在每一处放进已知的问题，检出率不低于98%', () => {
  test('DOCX的每个角落都放个人信息：正文、跨格式拆开的、表格、页眉页脚、脚注尾注、批注、修订、隐藏文字、文本框、域代码、链接、替代文字、书签、属性、图表、内嵌表格', async () => {
    const seeds: Seed[] = []
    let n = 0
    for (const place of docxPlaces)
      for (const [kind, write] of personal) {
        n++
        // A link and a bookmark hold one word; a sentence in them would be no link.
        const plain = /^(?:link|field|bookmark)$/.test(place)
        if (plain && kind !== 'mobile' && kind !== 'email') continue
        const text =
          plain && kind === 'mobile' ? `tel${mobile(n)}` : plain ? `mailto:zhang${n}@gmail.com` : write(n)
        const findings = await scanOne('附件.docx', await makeDocx({ [place]: text }))
        seeds.push({ where: `DOCX ${place}`, kind, findings })
      }
    const { share, missed } = report(seeds)
    expect(seeds.length).toBeGreaterThan(150)
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('XLSX的每个角落：单元格、数字、隐藏的行列和工作表、批注、名称、页眉、公式、文本框、有效性、链接、属性、残留字符串、透视表和外部表的缓存', async () => {
    const seeds: Seed[] = []
    let n = 0
    for (const place of xlsxPlaces)
      for (const [kind, write] of personal) {
        n++
        if (place === 'number' && kind !== 'mobile') continue
        if (place === 'link' && kind !== 'email' && kind !== 'mobile') continue
        const text =
          place === 'number'
            ? mobile(n)
            : place === 'link'
              ? kind === 'mobile'
                ? `tel:${mobile(n)}`
                : `mailto:zhang${n}@gmail.com`
              : write(n)
        const findings = await scanOne('名单.xlsx', await makeXlsx({ [place]: text }))
        seeds.push({ where: `XLSX ${place}`, kind, findings })
      }
    const { share, missed } = report(seeds)
    expect(seeds.length).toBeGreaterThan(120)
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('PDF：文字层、看不见的文字层、注释、表单、属性、夹带的文件', async () => {
    const seeds: Seed[] = []
    let n = 0
    for (const [kind, write] of personal) {
      const add = async (where: string, pdf: Uint8Array) =>
        void seeds.push({ where: `PDF ${where}`, kind, findings: await scanOne('通知.pdf', pdf) })
      await add('文字层', makePdf({ pages: [['关于公示的通知'], ['名单如下。', write(++n)]] }))
      await add('看不见的文字', makePdf({ pages: [['扫描件']], invisible: write(++n) }))
      await add('注释', makePdf({ pages: [['通知']], annotation: write(++n) }))
      await add('表单', makePdf({ pages: [['申请表']], field: write(++n) }))
      await add('关键词', makePdf({ pages: [['通知']], keywords: write(++n) }))
      await add(
        '夹带的文件',
        makePdf({
          pages: [['通知']],
          attachment: { name: '名单.txt', bytes: Buffer.from(write(++n), 'utf8') },
        }),
      )
    }
    const { share, missed } = report(seeds)
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('文字、列表、网页、压缩包、文件名、照片', async () => {
    const seeds: Seed[] = []
    let n = 100
    for (const [kind, write] of personal) {
      const add = async (where: string, name: string, content: Uint8Array | string) => {
        const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
        seeds.push({ where, kind, findings: await scanOne(name, bytes) })
      }
      await add('TXT', 'a.txt', `公示如下：\n${write(++n)}\n特此公示。`)
      await add('CSV', 'a.csv', `姓名,内容\n甲,"${write(++n)}"\n`)
      await add(
        'HTML',
        'a.html',
        `<html><body><p>公示</p><table><tr><td>${write(++n)}</td></tr></table></body></html>`,
      )
      await add(
        'HTML隐藏',
        'a.html',
        `<html><body><p>公示</p><div style="display:none">${write(++n)}</div></body></html>`,
      )
      await add('HTML替代文字', 'a.html', `<html><body><img src="a.png" alt="${write(++n)}"></body></html>`)
      await add('ZIP里的文字', 'a.zip', makeZip({ '资料/说明.txt': `说明：${write(++n)}` }))
      await add('ZIP里的文件名', 'a.zip', makeZip({ [`资料/${write(++n)}.txt`]: '说明' }))
      await add('ZIP里的DOCX', 'a.zip', makeZip({ 'b.docx': await makeDocx({ comment: write(++n) }) }))
      await add(
        'ZIP里的ZIP',
        'a.zip',
        makeZip({ 'b.zip': makeZip({ 'c.xlsx': await makeXlsx({ hiddenSheet: write(++n) }) }) }),
      )
      await add('文件名', `${write(++n)}.txt`, '说明')
    }
    seeds.push({
      where: '照片',
      kind: 'location',
      findings: await scanOne('现场.jpg', makeJpeg({ located: true })),
    })
    seeds.push({
      where: 'DOCX里的照片',
      kind: 'location',
      findings: await scanOne('a.docx', await makeDocx({ picture: makeJpeg({ located: true }) })),
    })
    const { share, missed } = report(seeds)
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('错字、机构名、密级标志、文号、日期：放进普通公文的任意一段', () => {
    const next = random(11)
    const seeds: Seed[] = []
    const texts = officialTexts(60)
    for (const [i, { paragraphs }] of texts.entries())
      for (const [kind, write] of written) {
        const fault = write(i)
        const at = Math.floor(next() * paragraphs.length)
        const text = [
          ...paragraphs.slice(0, at),
          `${fault}${kind === 'classification' ? '' : '。'}`,
          ...paragraphs.slice(at),
        ]
        seeds.push({ where: `公文第${i}份 ${fault}`, kind, findings: scanText(text.join('\n'), options) })
      }
    const { share, missed } = report(seeds)
    expect(seeds.length).toBeGreaterThan(500)
    expect(share, missed.join('\n')).toBeGreaterThanOrEqual(0.98)
  })

  test('自带词库的每一条：插进句子中间都找得到，提示也算', () => {
    const missed: string[] = []
    let count = 0
    for (const entry of starter)
      for (const wrong of entry.wrong.split('|')) {
        count++
        const { findings } = { findings: scanText(`经研究，现将“${wrong}”有关情况说明。`, options) }
        if (!findings.some(f => f.kind === entry.kind)) missed.push(wrong)
      }
    expect(1 - missed.length / count, missed.join('、')).toBeGreaterThanOrEqual(0.98)
  })

  test('正文编辑框里的个人信息：段落、表格、隐藏的、替代文字', () => {
    const missed: string[] = []
    let n = 500
    for (const [kind, write] of personal)
      for (const html of [
        `<p>${write(++n)}</p>`,
        `<table><tr><td>姓名</td><td>${write(++n)}</td></tr></table>`,
        `<p>通知<span style="display:none">${write(++n)}</span></p>`,
        `<p><img src="cid:a" alt="${write(++n)}"></p>`,
        `<p>${[...write(++n)].map(c => `<b>${c}</b>`).join('')}</p>`,
      ])
        if (!scanDraft({ title: '通知', html }, options).some(f => f.kind === kind && f.tier !== 'C'))
          missed.push(`${kind} ${html.slice(0, 40)}`)
    expect(missed).toEqual([])
  })
})
