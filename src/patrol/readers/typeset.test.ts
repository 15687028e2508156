import { existsSync } from 'node:fs'
import { afterAll, describe, expect, test } from 'vitest'
import { makeTypst } from '#kit/typst.ts'
import { idNumber, mobile, options } from '../patrol.fixture.ts'
import { scanFile } from '../scan.ts'

const folder = '/usr/share/fonts'
const typst = makeTypst({ fonts: [folder] })
afterAll(() => typst.close())

describe.skipIf(!existsSync(folder))(
  '排版程序导出的PDF（字体子集嵌入、中文与数字之间有空隙、长段自动换行）',
  () => {
    test('断在行末的、隔着空隙的个人信息，错字和文号都找得到', async () => {
      const long = `救助对象名单如下：张某，身份证号${idNumber(1)}，联系电话${mobile(1)}，家住解放区民主路88号院3号楼2单元501室，领取救助金三千元。`
      const paras = [long.repeat(3), '经人民攻府研究，认真布署，按焦应急[2024]12号执行。']
      const template =
        '#let d = json("/data.json")\n#set text(font: "Noto Serif CJK SC", size: 16pt)\n#for p in d.paras [ #par(first-line-indent: 2em)[#p] ]\n'
      const bytes = await typst.pdf({ template, data: { paras } })
      const { findings } = await scanFile({ name: '公示.pdf', bytes }, options)
      const count = (kind: string) => findings.filter(f => f.kind === kind).length
      expect(['idNumber', 'mobile', 'address', 'organ', 'typo', 'number'].map(count)).toEqual([
        3, 3, 3, 1, 1, 1,
      ])
    })
  },
)
