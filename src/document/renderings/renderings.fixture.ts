import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { projectRoot } from '#kit/projectRoot.ts'
import { intake } from '../intake/intake.ts'
import type { Accepted } from '../intake/types.ts'
import type { Rendered } from './rendered.ts'
import { textOfRuns } from './runs.ts'
import type { Block, Sheet } from './sheet.ts'

export const demoNames = [
  'mem-390',
  'ruili-guideline',
  'jiaozuo-notice',
  'shanghai-2023-20',
  'jilin-2022-28',
] as const

const empty = {
  documentNumber: null,
  issuers: [],
  letterhead: null,
  addressee: '',
  urgency: null,
  signer: null,
  copiedTo: null,
  issuedBy: null,
  issuedOn: null,
  address: null,
} as const

/** A rendering's input of a body alone, and whatever else is given. */
export const rendered = (given: Partial<Rendered>): Rendered => ({
  ...empty,
  title: '关于试行的通知',
  bodyHtml: '<p>正文。</p>',
  ...given,
})

export async function accept(bytes: Uint8Array): Promise<Accepted> {
  const result = await intake({ kind: 'docx', bytes, fileName: '公文.docx' })
  if (!result.ok) throw new Error(result.reasons.join())
  return result
}

/** What the intake recognised, as a rendering's input. */
export function fromIntake(read: Accepted): Rendered {
  return rendered({
    title: read.title?.value ?? '',
    documentNumber: read.documentNumber?.value.normalised[0] ?? null,
    issuers: read.signatories?.value ?? [],
    letterhead: read.letterhead?.value ?? null,
    addressee: read.addressee?.value ?? '',
    bodyHtml: read.bodyHtml,
    urgency: read.urgency?.value ?? null,
    signer: read.signer?.value ?? null,
    copiedTo: read.copiedTo?.value ?? null,
    issuedBy: read.issuedBy?.value ?? null,
    issuedOn: read.issuedOn?.value ?? null,
  })
}

export async function demo(name: (typeof demoNames)[number]): Promise<Rendered> {
  return fromIntake(await accept(await readFile(join(projectRoot(), 'demo/documents', `${name}.docx`))))
}

/** A letter with everything that a head, an end and running text can have. */
export const letter = rendered({
  title: '瑞丽市应急管理局关于商请协助开展汛期隐患排查的函',
  documentNumber: '瑞应急函〔2026〕8号',
  issuers: ['瑞丽市应急管理局'],
  letterhead: '瑞丽市应急管理局文件',
  addressee: '瑞丽市水利局',
  urgency: '加急',
  copiedTo: '市委办公室，市人大常委会办公室，市政府办公室，市政协办公室，市纪委市监委，市人民检察院',
  issuedBy: '瑞丽市应急管理局办公室',
  issuedOn: '2026-06-03',
  bodyHtml: [
    '<p>为做好2026年汛期安全工作，现商请贵局于6月10日前协助我局开展隐患排查。说明见',
    '<a href="https://yj.example.gov.cn/a/very/long/path/that/does/not/end/index.html?query=1234567890&amp;more=abc">',
    'https://yj.example.gov.cn/a/very/long/path/that/does/not/end/index.html?query=1234567890&amp;more=abc</a>，',
    '<strong>请务必按时</strong>反馈<sup>1</sup>，水量单位为m<sup>3</sup>，<u>重点部位</u>逐项<em>登记</em>。</p>',
    '<ul><li>沿江一线</li><li>边境贸易区<ul><li>仓库</li></ul></li></ul><ol start="3"><li>第三项</li><li>第四项</li></ol>',
    '<p class="attachments">附件：1. 隐患排查登记表</p><p class="attachments">2. 联系人名单</p>',
    '<p class="signatory">瑞丽市应急管理局</p><p class="date">2026年6月3日</p>',
    '<p class="label">（此件公开发布）</p><p>（联系人：某某某，电话：0692-0000000）</p>',
  ].join(''),
})

/** So many rows of a catalog: a head of two rows with merged cells, cells merged over five rows. */
export function catalogTable(rows: number): string {
  const head =
    '<thead><tr><th rowspan="2">序号</th><th colspan="2">公开事项</th><th rowspan="2">公开内容（要素）</th><th rowspan="2">公开依据</th><th rowspan="2">公开时限</th><th rowspan="2">公开主体</th><th rowspan="2">公开渠道和载体</th><th colspan="2">公开对象</th></tr><tr><th>一级事项</th><th>二级事项</th><th>全社会</th><th>特定群体</th></tr></thead>'
  const body = Array.from({ length: rows }, (_, i) => {
    const group =
      i % 5 === 0 ? `<td rowspan="5">${i / 5 + 1}</td><td rowspan="5">一级事项${i / 5 + 1}</td>` : ''
    return `<tr>${group}<td>二级事项${i + 1}</td><td>办理依据、条件、程序、期限，申请材料目录及示范文本，办理结果第${i + 1}项</td><td>《中华人民共和国政府信息公开条例》第二十条</td><td>形成或变更之日起20个工作日内</td><td>应急管理局</td><td>■政府网站 □公示栏</td><td>√</td><td></td></tr>`
  })
  return `<table>${head}<tbody>${body.join('')}</tbody></table>`
}

export const catalog = (rows: number): Rendered =>
  rendered({
    title: '关于公布安全生产领域基层政务公开标准目录的通知',
    bodyHtml: `<p>现将目录公布如下：</p><p class="signatory">某县应急管理局</p><p class="date">2024年12月3日</p><p>附件</p><h2 class="center">安全生产领域基层政务公开标准目录</h2>${catalogTable(rows)}<p>注：目录每年更新。</p>`,
  })

/** Every word of a sheet in the order in which it is read, without white space. */
export function wordsOf(sheet: Sheet): string {
  const head = [sheet.urgency ?? '', ...sheet.letterhead]
  const number = [sheet.number ?? '', sheet.signer ? `签发人：${sheet.signer}` : '']
  const title = sheet.titleLines
  const inOrder =
    sheet.letterhead.length > 0 ? [...head, ...number, ...title] : [...head, ...title, ...number]
  const imprint = sheet.imprint.flatMap(row => [row.left, row.right])
  return bare([...inOrder, ...sheet.blocks.map(block => words(block)), ...imprint].join(''))
}

export const bare = (text: string): string => text.replace(/[\s\u3000\ufeff]+/g, '')

function words(block: Block, depth = 0): string {
  switch (block.kind) {
    case 'annexTitle':
      return block.lines.map(textOfRuns).join('')
    case 'attachment':
      return block.lead + block.number + textOfRuns(block.runs)
    case 'signature':
      return [...block.names, block.date ?? ''].join('')
    case 'list':
      return block.items
        .map((item, i) => {
          const own =
            item[0]?.kind === 'list' ? '' : block.ordered ? `${block.start + i}.` : depth % 2 ? '–' : '•'
          return own + item.map(inner => words(inner, depth + 1)).join('')
        })
        .join('')
    case 'table':
      return block.grid.cells.map(cell => cell.blocks.map(inner => words(inner)).join('')).join('')
    default:
      return textOfRuns(block.runs)
  }
}

/** A sound PNG of one colour. */
export function png(width: number, height: number): Uint8Array {
  const chunk = (name: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length, 0)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 2, 0, 0, 0], 8)
  const rows = Buffer.alloc(height * (1 + width * 3), 120)
  for (let y = 0; y < height; y++) rows[y * (1 + width * 3)] = 0
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ])
}
