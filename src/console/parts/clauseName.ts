const chinese = '零一二三四五六七八九十'

/** `390号/四(一)1` → “390号 四（一）1”, `条例/20` → “条例第二十条”: an id as people read it. */
export function clauseName(id: string): string {
  const at = id.indexOf('/')
  if (at < 0) return id
  const [source, place] = [
    id.slice(0, at),
    id
      .slice(at + 1)
      .replace('(', '（')
      .replace(')', '）'),
  ]
  const article = /^(\d{1,2})(.*)$/.exec(place)
  if (!article) return `${source} ${place}`
  const number = Number(article[1])
  const tens = Math.floor(number / 10)
  const words = `${tens > 1 ? chinese[tens] : ''}${tens > 0 ? '十' : ''}${number % 10 > 0 ? chinese[number % 10] : ''}`
  return `${source}第${words}条${article[2] ?? ''}`
}

/** The long name of a document gives way to its number where it has one: `《……的通知》（应急厅函〔2019〕390号）四（一）5`. */
export function shortCite(cite: string): string {
  const numbered = /^《[^》]*(?:《[^》]*》[^》]*)*》（([^）]*号)）(.*)$/u.exec(cite)
  if (numbered) return `${numbered[1]} ${numbered[2]}`.trim()
  return cite.replace('中华人民共和国', '')
}
