import { fold } from '../rules/fold.ts'

const firstLevels: Readonly<Record<string, readonly string[]>> = {
  安全生产领域: ['依法行政', '行政管理', '公共服务', '重点领域信息公开'],
  救灾领域: ['备灾管理', '灾后救助', '款物管理', '工作动态'],
}

/** The 一级事项 of both guidelines. */
export const classes: ReadonlySet<string> = new Set(['政策文件', ...Object.values(firstLevels).flat()])

type Named = { readonly level1: string | null; readonly content: string | null }

/** Which field a catalog belongs to: by its titles, else by its 一级事项, else by the words of its contents. null: not told. */
export function fieldOf(titles: readonly string[], items: readonly Named[]): string | null {
  for (const title of titles) {
    const text = fold(title)
    const safety = /安全生产/.test(text)
    const relief = /救灾|灾害救助/.test(text)
    if (safety !== relief) return safety ? '安全生产领域' : '救灾领域'
    const other = /([\u4e00-\u9fff]{2,10})领域/.exec(text)?.[1]
    if (other && !safety && !relief) {
      const name = other.replace(/^.*(?:省|自治区|市|县|区|旗|镇|乡|街道|局|年)/u, '')
      if (name.length >= 2) return `${name}领域`
    }
  }
  for (const [field, names] of Object.entries(firstLevels))
    if (items.some(i => i.level1 !== null && names.includes(i.level1))) return field
  const count = (pattern: RegExp) => items.filter(i => pattern.test(i.content ?? '')).length
  const [safety, relief] = [count(/安全生产/), count(/救灾|灾害|减灾/)]
  return safety === relief ? null : safety > relief ? '安全生产领域' : '救灾领域'
}

/** 救灾, 安全生产领域, 义务教育: the field that a cell or heading names. null for nothing. */
export function fieldNamed(text: string): string | null {
  const name = fold(text)
  if (name === '') return null
  return fieldOf([name.includes('领域') ? name : `${name}领域`], [])
}

const place =
  /((?:[\u4e00-\u9fff]{2,10}?(?:省|自治区))?(?:[\u4e00-\u9fff]{2,8}?(?:市|自治州|地区|盟|州))?(?:[\u4e00-\u9fff]{1,8}?(?:自治县|县|市|区|旗|林区|高新区|新区|开发区))?(?:[\u4e00-\u9fff]{1,8}?(?:街道|镇|乡|苏木))?)(?=办事处|人民政府|应急|安全生产|救灾|灾害|政务|政府|基层|部门|$)/u

/** The place a catalog is of, from its title, else from who filled it in: 达州市达川区; null where neither names one. */
export function localityOf(titles: readonly string[]): string | null {
  for (const title of titles) {
    const text = title
      .normalize('NFKC')
      .replace(/\s+/g, '')
      .replace(/\d{4}年(?:度|版)?/gu, '')
      .replace(/^(?:附件|附表|附)?\d*[:：.、]?/u, '')
      .replace(/^[《“"(]/u, '')
      .replace(/^关于印发|^(?:印发)?/u, '')
    if (!/目录|清单|政务公开|公开事项/.test(text)) continue
    const found = place.exec(text)
    if (found?.[1] && found.index === 0 && found[1].length >= 2) return found[1]
  }
  for (const title of titles) {
    const by = /^(?:填报|编制|报送|公开)单位[^:]{0,4}:(.+)/u.exec(title.normalize('NFKC').replace(/\s+/g, ''))
    const found = by && place.exec(by[1]!)
    if (found?.[1] && found.index === 0 && found[1].length >= 2) return found[1]
  }
  return null
}
