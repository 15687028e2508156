import { open, readdir, realpath, type FileHandle } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { OperatorError } from './errors.ts'

/** One face of a font file, as far as choosing it needs. */
export type FontFace = {
  readonly file: string
  /** Every family name it goes by, Chinese and Latin. */
  readonly families: readonly string[]
  /** 400 regular, 700 bold. */
  readonly weight: number
  readonly isItalic: boolean
  /** It says of itself that it holds simplified Chinese (OS/2 ulCodePageRange1, bit 18). */
  readonly isChinese: boolean
}

/** Families to set a kind of text in, first choice first. */
export type Face = { readonly families: readonly string[]; readonly weight: number; readonly bold: boolean }

/** The faces of Chinese official printing that this machine can offer; where one is missing its nearest kin stands in. */
export type Faces = Record<
  'text' | 'kai' | 'hei' | 'song' | 'title',
  Face & { readonly rest: readonly string[] }
> & {
  readonly latin: readonly string[]
  readonly rest: readonly string[]
}

/** Where operating systems and Debian's packages (fonts-noto-cjk, texlive-lang-chinese) put fonts. */
export function usualFontFolders(): string[] {
  const home = homedir()
  return [
    '/usr/share/fonts',
    '/usr/local/share/fonts',
    '/usr/share/texlive/texmf-dist/fonts/opentype/public/fandol',
    join(home, '.fonts'),
    join(home, '.local/share/fonts'),
    '/System/Library/Fonts',
    '/Library/Fonts',
    join(home, 'Library/Fonts'),
    'C:\\Windows\\Fonts',
  ]
}

const maxFiles = 4000

/** Every readable .ttf, .otf, .ttc and .otc below the folders; folders that are not there are passed over. */
export async function findFonts(folders: readonly string[]): Promise<FontFace[]> {
  const files: string[] = []
  const seen = new Set<string>()
  const walk = async (folder: string, depth: number): Promise<void> => {
    const real = await realpath(folder).catch(() => null)
    if (real === null || seen.has(real) || depth > 8) return
    seen.add(real)
    const entries = await readdir(real, { withFileTypes: true }).catch(() => [])
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      const path = join(real, entry.name)
      if (files.length >= maxFiles) return
      if (/\.(?:ttf|otf|ttc|otc)$/i.test(entry.name)) files.push(path)
      else if (entry.isDirectory() || entry.isSymbolicLink()) await walk(path, depth + 1)
    }
  }
  for (const folder of folders) await walk(folder, 0)
  const faces: FontFace[] = []
  for (const file of files) faces.push(...(await readFaces(file).catch(() => [])))
  return faces
}

async function readFaces(file: string): Promise<FontFace[]> {
  const handle = await open(file, 'r')
  try {
    const head = await read(handle, 0, 12)
    if (head.toString('latin1', 0, 4) !== 'ttcf') return [await readFace(handle, file, 0)]
    const count = Math.min(64, head.readUInt32BE(8))
    const offsets = await read(handle, 12, count * 4)
    const faces: FontFace[] = []
    for (let i = 0; i < count; i++) faces.push(await readFace(handle, file, offsets.readUInt32BE(i * 4)))
    return faces
  } finally {
    await handle.close()
  }
}

async function read(handle: FileHandle, at: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  const { bytesRead } = await handle.read(buffer, 0, length, at)
  if (bytesRead < length) throw new Error('short font file')
  return buffer
}

async function readFace(handle: FileHandle, file: string, offset: number): Promise<FontFace> {
  const count = (await read(handle, offset, 12)).readUInt16BE(4)
  const directory = await read(handle, offset + 12, Math.min(count, 100) * 16)
  const tables = new Map<string, { at: number; length: number }>()
  for (let i = 0; i < directory.length; i += 16) {
    const place = { at: directory.readUInt32BE(i + 8), length: directory.readUInt32BE(i + 12) }
    tables.set(directory.toString('latin1', i, i + 4), place)
  }
  const name = tables.get('name')
  const os2 = tables.get('OS/2')
  if (!name || !os2 || name.length > 1_000_000) throw new Error('no names')
  const metrics = await read(handle, os2.at, Math.min(os2.length, 96))
  const range = metrics.length >= 82 ? metrics.readUInt32BE(78) : 0
  return {
    file,
    families: familiesIn(await read(handle, name.at, name.length)),
    weight: metrics.readUInt16BE(4),
    isItalic: (metrics.readUInt16BE(62) & 1) === 1,
    isChinese: (range & (1 << 18)) !== 0,
  }
}

/** Family (1) and typographic family (16) names of Windows and Unicode records. */
function familiesIn(table: Buffer): string[] {
  const names = new Set<string>()
  const strings = table.readUInt16BE(4)
  for (let i = 0; i < table.readUInt16BE(2); i++) {
    const at = 6 + i * 12
    const platform = table.readUInt16BE(at)
    const id = table.readUInt16BE(at + 6)
    if ((platform !== 3 && platform !== 0) || (id !== 1 && id !== 16)) continue
    const from = strings + table.readUInt16BE(at + 10)
    const bytes = Buffer.from(table.subarray(from, from + table.readUInt16BE(at + 8)))
    if (bytes.length % 2 === 0) names.add(bytes.swap16().toString('utf16le').trim())
  }
  return [...names]
}

const wanted = {
  song: [
    'SimSun',
    '宋体',
    'NSimSun',
    'STSong',
    'Songti SC',
    'FandolSong',
    'CESI宋体-GB2312',
    'Source Han Serif SC',
    'Noto Serif CJK SC',
    'Noto Serif SC',
    'AR PL UMing CN',
  ],
  text: [
    'FangSong_GB2312',
    '仿宋_GB2312',
    'CESI仿宋-GB2312',
    'FangSong',
    '仿宋',
    'STFangsong',
    'FZFangSong-Z02S',
    'FandolFang R',
    'FandolFang',
  ],
  kai: [
    'KaiTi_GB2312',
    '楷体_GB2312',
    'CESI楷体-GB2312',
    'KaiTi',
    '楷体',
    'STKaiti',
    'Kaiti SC',
    'FZKai-Z03S',
    'FandolKai',
    'AR PL UKai CN',
    'LXGW WenKai',
  ],
  hei: [
    'SimHei',
    '黑体',
    'CESI黑体-GB2312',
    'STHeiti',
    'Heiti SC',
    'FZHei-B01S',
    'FandolHei',
    'Source Han Sans SC',
    'Noto Sans CJK SC',
    'Noto Sans SC',
    'WenQuanYi Zen Hei',
    'WenQuanYi Micro Hei',
    'Microsoft YaHei',
  ],
  title: [
    'FZXiaoBiaoSong-B05S',
    '方正小标宋简体',
    'FZXiaoBiaoSong-B05',
    '方正小标宋_GBK',
    'CESI小标宋-GB2312',
    'STZhongsong',
    '华文中宋',
  ],
  latin: ['Times New Roman', 'Liberation Serif', 'Tinos', 'TeX Gyre Termes', 'Nimbus Roman', 'FreeSerif'],
  /** For characters that the faces above lack: rare Han, signs, other scripts. */
  rest: [
    'Noto Serif CJK SC',
    'Source Han Serif SC',
    'Noto Sans CJK SC',
    'SimSun-ExtB',
    'DejaVu Sans',
    'Noto Sans Symbols2',
    'Noto Sans Symbols 2',
    'Symbola',
    'Noto Emoji',
  ],
} as const

/** Their regular cut is lighter than a heading's 黑体. */
const isLight = (family: string): boolean => /^(?:Source Han|Noto)/.test(family)

/** What was chosen and the files that hold it. Throws `OperatorError` where no face has Chinese. */
export function chooseFaces(
  found: readonly FontFace[],
  folders: readonly string[],
): { faces: Faces; files: string[] } {
  const upright = found.filter(face => !face.isItalic)
  const files = new Set<string>()
  const ofFamily = (family: string) => upright.filter(face => face.families.includes(family))
  const first = (families: readonly string[]) => families.find(family => ofFamily(family).length > 0)
  const take = (family: string, weight: number): number => {
    const near = ofFamily(family).reduce((best, face) =>
      Math.abs(face.weight - weight) < Math.abs(best.weight - weight) ? face : best,
    )
    files.add(near.file)
    return near.weight
  }
  const hasBold = (family: string) => ofFamily(family).some(face => face.weight >= 600)
  const anyChinese = upright.find(face => face.isChinese && face.families.length > 0)?.families[0]
  const song = first(wanted.song) ?? first(wanted.text) ?? first(wanted.hei) ?? anyChinese
  if (song === undefined) {
    throw new OperatorError(
      `这台机器上没有中文字体。请安装字体（Debian、Ubuntu：apt install fonts-noto-cjk），或在设置中指明存放中文字体的文件夹。已找过：${folders.join('、')}`,
    )
  }
  const rest = wanted.rest.filter(family => family !== song && ofFamily(family).length > 0)
  const face = (family: string, weight: number) => {
    const real = take(family, weight)
    const bold = hasBold(family)
    return { families: namesOf(family), weight: real, bold, rest }
  }
  const namesOf = (family: string): string[] => [
    ...new Set(ofFamily(family).flatMap(f => (f.families.includes(family) ? [family, ...f.families] : []))),
  ]
  const heavy = (family: string) => (hasBold(family) ? 700 : 400)
  const text = first(wanted.text) ?? song
  const kai = first(wanted.kai)
  const hei = first(wanted.hei) ?? song
  const title = first(wanted.title)
  const faces: Faces = {
    song: face(song, 400),
    text: face(text, 400),
    kai: kai !== undefined ? face(kai, 400) : face(song, heavy(song)),
    hei: face(hei, isLight(hei) || hei === song ? heavy(hei) : 400),
    title: title !== undefined ? face(title, 400) : face(song, heavy(song)),
    latin: wanted.latin.filter(family => ofFamily(family).length > 0).slice(0, 1),
    rest,
  }
  if (faces.text.bold) take(text, 700)
  for (const family of faces.latin) {
    take(family, 400)
    take(family, 700)
  }
  for (const family of rest) take(family, 400)
  return { faces, files: [...files] }
}
