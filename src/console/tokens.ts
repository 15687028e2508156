/** The face of the console as data: one brand blue, one family of greys, and status hues that never stand without a word. */
export const hues = {
  brand: '#0f4c81',
  brandDeep: '#0b3a63',
  brandWash: '#eef3f8',
  ink: '#1c2733',
  inkSoft: '#4d5a68',
  line: '#d9dfe6',
  lineStrong: '#8793a1',
  wash: '#f5f7f9',
  paper: '#ffffff',
  /** Two meanings only: the thin rule of the official document, and overdue or emergency. */
  red: '#b3261e',
  /** Status marks only, always with a word. */
  green: '#1f6b3b',
  amber: '#8a5200',
} as const

export const sans = `"PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Noto Sans SC", sans-serif`
export const serif = `"Songti SC", SimSun, "Noto Serif CJK SC", "Noto Serif SC", serif`

/** The same tokens as custom properties, for console.css. */
export function customProperties(): [string, string][] {
  const kebab = (name: string) => name.replace(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)
  return [
    ...Object.entries(hues).map(([name, value]): [string, string] => [`--${kebab(name)}`, value]),
    ['--sans', sans],
    ['--serif', serif],
  ]
}
