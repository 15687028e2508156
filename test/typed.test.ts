import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '#kit/projectRoot.ts'

/** Boxes whose words may go with the page, and why. */
const forgotten: Readonly<Record<string, string>> = {
  'catalog/lists/screens/Entries.tsx asked': '查找',
  'catalog/official/screens/OfficialsScreen.tsx note': '跟着一个选中的文件，文件不能留',
  'catalog/screens/BulkForm.tsx text': '写给选中的几行，选择不留',
  'catalog/screens/CellEditor.tsx text': '一格，离开格子就收进自动保存的稿子',
  'catalog/screens/CellEvidence.tsx reason': '等换成办理的一步',
  'catalog/screens/FileIn.tsx text': '粘贴的表格随即识读',
  'catalog/screens/Importing.tsx sheet': '选哪一张表',
  'catalog/screens/ItemPanel.tsx own': '选一项',
  'catalog/screens/ItemPanel.tsx text': '每敲一下都收进自动保存的稿子',
  'console/SignIn.tsx account': '登录时还不知道是谁',
  'console/SignIn.tsx code': '验证码',
  'console/SignIn.tsx password': '口令',
  'console/SignIn.tsx wanted': '查找',
  'console/parts/ExportButton.tsx reason': '导出的用途，当场写当场用',
  'document/screens/PaperEntry.tsx opinion': '另有自己的留存',
  'document/screens/PaperEntry.tsx values': '另有自己的留存',
  'document/screens/lists/Filters.tsx text': '查找',
  'document/screens/lists/Saved.tsx name': '一个短名称',
  'moved/screens/LookUp.tsx typed': '查找',
  'people/screens/OneTimeCode.tsx code': '验证码',
  'request/screens/CaseFiles.tsx text': '要遮盖的个人信息，不许留存',
  'tag/screens/TermList.tsx words': '查找',
}

const source = join(projectRoot(), 'src')
const screens = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  file => file.endsWith('.tsx') && (file.includes('/screens/') || file.startsWith('console/')),
)

/** Names of state that takes the words of a box as they are typed and is gone with the page. */
function unkept(text: string): string[] {
  const states = [...text.matchAll(/const \[(\w+), (set\w+)\] = useState\b/g)]
  return states
    .filter(
      ([line, , setter]) =>
        // Fields of a step, or the words of one box.
        text.includes(`${line}<Values>`) ||
        new RegExp(`\\b${setter}\\([^()?=]*\\b\\w+\\.target\\.value *[)}]`).test(text),
    )
    .map(([, name = '']) => name)
}

test('写进框里的字留在本机：刷新、登录过期、关了窗口都还在', () => {
  const found = new Set(
    screens.flatMap(file => unkept(readFileSync(join(source, file), 'utf8')).map(name => `${file} ${name}`)),
  )
  expect(found).toContain('console/SignIn.tsx password')
  expect([...found].filter(box => !Object.hasOwn(forgotten, box))).toEqual([])
})
