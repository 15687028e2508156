import { Fragment } from 'react'
import { writeZip, type ZipPart } from '#kit/ooxml/zip.ts'
import { escapeXml } from '#kit/ooxml/markup.ts'
import type { PortalContext, Raw, View } from '#portal/page.ts'
import { Link } from '#portal/parts.tsx'
import type { RecordBody } from '#record/model.ts'
import { carrierLabels, deliveryLabels, identityProofLabels } from '../model.ts'
import { applyPath, frameHere } from './place.tsx'

/** 空白申请表: to print and to fill in by hand or in WPS; asks what the online form asks (条例第二十九条), nothing more. */

type Line = readonly [label: string, blank: string]
const boxes = (labels: Readonly<Record<string, string>>) =>
  Object.values(labels)
    .map(l => `□ ${l}`)
    .join('　')

const blocks: readonly (readonly [title: string, lines: readonly Line[]])[] = [
  [
    '申请人（公民）',
    [
      ['姓名', ''],
      ['身份证明', boxes(identityProofLabels)],
      ['证件号码', ''],
    ],
  ],
  [
    '申请人（法人或者其他组织）',
    [
      ['名称', ''],
      ['性质', '□ 商业企业　□ 科研机构　□ 社会公益组织　□ 法律服务机构　□ 其他'],
      ['统一社会信用代码', ''],
      ['联系人', ''],
    ],
  ],
  [
    '联系方式（至少填一项）',
    [
      ['联系电话', ''],
      ['通信地址、邮编', ''],
      ['电子邮箱', ''],
      ['代理人（委托的填写）', ''],
    ],
  ],
  [
    '所需信息（三项填一项即可）',
    [
      ['名称', ''],
      ['文号', ''],
      ['内容描述', '\n\n\n'],
      ['用途（可以不填）', ''],
    ],
  ],
  [
    '怎样获取',
    [
      ['信息的形式', boxes(carrierLabels)],
      ['获取的方式', boxes(deliveryLabels)],
      ['其他方式', '□ 不能按以上方式提供的，可以用其他方式'],
    ],
  ],
  [
    '申请人签名或者盖章',
    [
      ['签名、盖章', ''],
      ['日期', '　　　　年　　月　　日'],
    ],
  ],
]

const notesOf = (body: RecordBody): string[] => [
  `送交：${body.site.opennessOffice ?? `${body.name}政府信息公开工作机构`}${body.site.address ? `，${body.site.address}` : ''}${body.site.postcode ? `（邮编${body.site.postcode}）` : ''}${body.site.phone ? `，电话${body.site.phone}` : ''}。信封注明“政府信息公开申请”。`,
  '请附身份证明的复印件。当面提交的出示原件即可。',
  '自收到申请之日起20个工作日内答复，需要延长的最多再延长20个工作日（条例第三十三条）。不收费；申请的数量、频次明显超过合理范围的，可以收取信息处理费（条例第四十二条）。',
  '书写有困难的，可以口头申请，由工作人员代为填写：代填人＿＿＿＿＿　念给申请人听后确认＿＿＿＿＿',
]

/** A box and its words stay on one line. */
const boxed = (blank: string) =>
  !blank.includes('□')
    ? blank
    : blank.split('　').map((one, at) => (
        <Fragment key={one}>
          {at > 0 && '　'}
          <span className="box">{one}</span>
        </Fragment>
      ))

export async function blankPage(_context: PortalContext, _asked: unknown, body: RecordBody): Promise<View> {
  return {
    ...frameHere(body, '空白申请表'),
    isPrivate: false,
    title: ['政府信息公开申请表', body.name],
    main: (
      <div className="prose blank-form">
        <h1 className="page-title">政府信息公开申请表</h1>
        <p className="no-print">
          直接打印本页，或者<Link to={applyPath(body, 'form.docx')}>下载 Word 文档</Link>
          在电脑上填写。能上网的，<Link to={applyPath(body)}>网上申请</Link>更快。
        </p>
        <p>受理机关：{body.name}</p>
        {blocks.map(([title, lines]) => (
          <table key={title}>
            <caption>{title}</caption>
            <tbody>
              {lines.map(([label, blank]) => (
                <tr key={label} className={blank.startsWith('\n') ? 'is-tall' : undefined}>
                  <th scope="row">{label}</th>
                  <td>{boxed(blank.trim())}</td>
                </tr>
              ))}
            </tbody>
          </table>
        ))}
        <ol>
          {notesOf(body).map(note => (
            <li key={note}>{note}</li>
          ))}
        </ol>
      </div>
    ),
  }
}

const namespace = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const run = (text: string, size: number, bold = false) =>
  `<w:r><w:rPr><w:rFonts w:ascii="SimSun" w:hAnsi="SimSun" w:eastAsia="宋体"/>${bold ? '<w:b/>' : ''}<w:sz w:val="${size}"/></w:rPr><w:t xml:space="preserve">${escapeXml(text)}</w:t></w:r>`
const paragraph = (runs: string, align = 'left') =>
  `<w:p><w:pPr><w:spacing w:before="40" w:after="40"/><w:jc w:val="${align}"/></w:pPr>${runs}</w:p>`
const cell = (width: number, content: string) =>
  `<w:tc><w:tcPr><w:tcW w:w="${width}" w:type="dxa"/></w:tcPr>${content}</w:tc>`

function tableOf(lines: readonly Line[]): string {
  const rows = lines.map(([label, blank]) => {
    const tall = blank.split('\n').length - 1
    const blanks = Array.from({ length: Math.max(1, tall) }, (_, at) =>
      paragraph(at === 0 ? run(blank.trim(), 21) : ''),
    )
    return `<w:tr><w:trPr><w:trHeight w:val="${tall > 0 ? 1600 : 440}" w:hRule="atLeast"/></w:trPr>${cell(2200, paragraph(run(label, 21)))}${cell(6800, blanks.join(''))}</w:tr>`
  })
  const border = (side: string) => `<w:${side} w:val="single" w:sz="4" w:color="000000"/>`
  return `<w:tbl><w:tblPr><w:tblW w:w="9000" w:type="dxa"/><w:tblBorders>${['top', 'left', 'bottom', 'right', 'insideH', 'insideV'].map(border).join('')}</w:tblBorders></w:tblPr><w:tblGrid><w:gridCol w:w="2200"/><w:gridCol w:w="6800"/></w:tblGrid>${rows.join('')}</w:tbl>`
}

/** The form as DOCX; the same bytes every time. */
export function blankDocx(body: RecordBody): Buffer {
  const content = [
    paragraph(run('政府信息公开申请表', 36, true), 'center'),
    paragraph(run(`受理机关：${body.name}`, 21)),
    ...blocks.flatMap(([title, lines]) => [paragraph(run(title, 21, true)), tableOf(lines)]),
    ...notesOf(body).map((note, at) => paragraph(run(`${at + 1}. ${note}`, 18))),
  ].join('')
  const xml = (text: string) =>
    Buffer.from(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}`, 'utf8')
  const parts: ZipPart[] = [
    [
      '[Content_Types].xml',
      xml(
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
      ),
    ],
    [
      '_rels/.rels',
      xml(
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>',
      ),
    ],
    [
      'word/document.xml',
      xml(
        `<w:document xmlns:w="${namespace}"><w:body>${content}<w:sectPr><w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1304" w:bottom="1134" w:left="1304" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr></w:body></w:document>`,
      ),
    ],
  ]
  return writeZip(parts)
}

export async function blankFile(_context: PortalContext, _asked: unknown, body: RecordBody): Promise<Raw> {
  return {
    kind: 'raw',
    status: 200,
    type: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
    body: blankDocx(body),
    headers: {
      'Content-Disposition': `attachment; filename="request-form.docx"; filename*=UTF-8''${encodeURIComponent('政府信息公开申请表.docx')}`,
    },
  }
}
