import { deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { makePdf } from '../files.fixture.ts'
import { hiddenInPdf, streamsIn, versionsIn } from './pdfHidden.ts'

type Drawn = {
  readonly content: string
  readonly annots?: string
  readonly catalog?: string
  readonly more?: readonly string[]
}

/** One page written by hand, with a font that every reader knows. */
function drawn({ content, annots = '', catalog = '', more = [] }: Drawn): Buffer {
  const parts = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> /ExtGState << /Pale << /ca 0.3 >> >> >> ${annots} >>`,
    `<< /Length ${content.length} >>\nstream\n${content}\nendstream`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...more,
  ]
  let body = '%PDF-1.7\n'
  const at: number[] = []
  for (const [i, part] of parts.entries()) {
    at.push(body.length)
    body += `${i + 1} 0 obj\n${part}\nendobj\n`
  }
  const table = at.map(o => `${String(o).padStart(10, '0')} 00000 n \n`).join('')
  const xref = body.length
  body += `xref\n0 ${parts.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${parts.length + 1} /Root 1 0 R >>\nstartxref\n${xref}\n%%EOF\n`
  return Buffer.from(body, 'latin1')
}

const name = 'BT /F1 12 Tf 72 700 Td (Zhang San) Tj ET'
const told = async (file: Uint8Array) =>
  (await hiddenInPdf(file)).map(h => `${h.kind} ${h.label}：${h.message}`)

describe('第三十七条：已经遮盖的PDF，看不见的地方也不能留着', () => {
  test('只有看得见的文字、表格底纹、半透明的底色、边框的，没有可说的', async () => {
    expect(await told(drawn({ content: name }))).toEqual([])
    expect(await told(drawn({ content: `0.9 g 70 690 200 20 re f 0 g ${name}` }))).toEqual([])
    expect(await told(drawn({ content: `${name} q /Pale gs 70 690 200 20 re f Q` }))).toEqual([])
    expect(await told(drawn({ content: `${name} 70 690 200 20 re S` }))).toEqual([])
    expect(await told(drawn({ content: `${name} 60 680 220 40 re 65 685 210 30 re f*` }))).toEqual([])
    expect(await told(makePdf({ pages: [['检查计划'], ['第二页']] }))).toEqual([])
  })

  test('黑块、白块画在文字上面的，说出第几页压着几个字；文字写在色块上面的不算', async () => {
    const [black] = await told(drawn({ content: `${name} 0 g 70 695 90 16 re f` }))
    expect(black).toContain('hidden 第1页：有8个字压在色块下面')
    expect(black).toContain('重新扫描')
    const white = `q 2 0 0 2 0 0 cm BT /F1 6 Tf 1 0 0 1 36 350 Tm [(Zh) -200 (ang)] TJ ET Q 1 g 60 690 m 200 690 l 200 720 l 60 720 l h f`
    expect((await told(drawn({ content: white })))[0]).toContain('有5个字')
    const above = `0 g 70 695 90 16 re f 1 g ${name}`
    expect(await told(drawn({ content: above }))).toEqual([])
    const next = 'BT /F1 12 Tf 14 TL 72 700 Td (First) Tj T* (Second) Tj ET 0 g 70 682 60 14 re f'
    expect((await told(drawn({ content: next })))[0]).toContain('有6个字')
  })

  test('看不见的识别文字层、页面以外的文字', async () => {
    expect((await told(drawn({ content: `BT 3 Tr /F1 12 Tf 72 700 Td (Zhang San) Tj ET` })))[0]).toContain(
      '有8个字看不见',
    )
    expect((await told(drawn({ content: 'BT /F1 12 Tf 72 900 Td (Zhang San) Tj ET' })))[0]).toContain(
      '有8个字在页面以外',
    )
  })

  test('可以移开的批注、没有应用的密文标记、没有显示的图层', async () => {
    const square = '/Annots [<< /Type /Annot /Subtype /Square /Rect [70 690 200 715] /IC [0 0 0] >>]'
    expect((await told(drawn({ content: name, annots: square })))[0]).toContain('comments 第1页：盖有1处')
    const redact = '/Annots [<< /Type /Annot /Subtype /Redact /Rect [70 690 200 715] >>]'
    expect((await told(drawn({ content: name, annots: redact })))[0]).toContain('没有应用')
    const link =
      '/Annots [<< /Type /Annot /Subtype /Link /Rect [70 690 200 715] /A << /S /URI /URI (https://example.invalid/) >> >>]'
    expect(await told(drawn({ content: name, annots: link }))).toEqual([])
    const layers = (off: string) =>
      drawn({
        content: name,
        catalog: `/OCProperties << /OCGs [6 0 R] /D << /Order [6 0 R] ${off} >> >>`,
        more: ['<< /Type /OCG /Name (a) >>'],
      })
    expect(await told(layers(''))).toEqual([])
    expect((await told(layers('/OFF [6 0 R]')))[0]).toContain('1个没有显示的图层')
  })

  test('保存过几次的，以前的版本还在文件里', async () => {
    const once = drawn({ content: name })
    const again = Buffer.concat([
      once,
      Buffer.from(
        `4 0 obj\n<< /Length 1 >>\nstream\n \nendstream\nendobj\nxref\n0 1\n0000000000 65535 f \n4 1\n${String(once.length).padStart(10, '0')} 00000 n \ntrailer\n<< /Size 6 /Root 1 0 R /Prev ${once.lastIndexOf('xref\n0 6')} >>\nstartxref\n${once.length + 52}\n%%EOF\n`,
        'latin1',
      ),
    ])
    expect(versionsIn(once)).toBe(1)
    expect(versionsIn(again)).toBe(2)
    expect((await told(again)).join()).toContain('1个以前保存的版本')
  })

  test('没有页面用到的数据流也展开来看', async () => {
    const left = deflateSync(Buffer.from('赵演示的住址'))
    const file = Buffer.concat([
      drawn({ content: name }),
      Buffer.from('\n9 0 obj\n<< /Filter /FlateDecode >>\nstream\n'),
      left,
      Buffer.from('\nendstream\nendobj\n'),
    ])
    const texts: string[] = []
    for await (const part of streamsIn(file)) texts.push(Buffer.from(part).toString('utf8'))
    expect(texts.join()).toContain('赵演示的住址')
    expect(texts.join()).toContain('Zhang San')
  })
})
