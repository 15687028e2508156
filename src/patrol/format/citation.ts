import type { Hit } from '../hit.ts'

/** Laws an emergency bureau cites daily; each is a title and belongs in 《》 where it is cited. */
const laws = [
  '安全生产法',
  '突发事件应对法',
  '消防法',
  '防震减灾法',
  '矿山安全法',
  '防洪法',
  '行政处罚法',
  '行政许可法',
  '行政强制法',
  '行政复议法',
  '行政诉讼法',
  '保守国家秘密法',
  '档案法',
  '政府信息公开条例',
  '生产安全事故报告和调查处理条例',
  '生产安全事故应急条例',
  '安全生产许可证条例',
  '危险化学品安全管理条例',
  '烟花爆竹安全管理条例',
  '自然灾害救助条例',
  '森林防火条例',
  '防汛条例',
  '抗旱条例',
  '破坏性地震应急条例',
  '煤矿安全监察条例',
  '重大行政决策程序暂行条例',
  '党政机关公文处理工作条例',
] as const

const cited = new RegExp(
  `(根据|依据|依照|按照|违反|违犯|参照|适用)((?:中华人民共和国)?(?:${[...laws].sort((a, b) => b.length - a.length).join('|')}))(?=的?(?:有关|相关|规定|第|等|和|及|、|，|之))`,
  'gu',
)
const articleFigures = /》\s?(第\s?(\d{1,3})\s?条)/gu
const openWithin = /《([^《》\n]{0,80})《([^《》\n]{1,80})》([^《》\n]{0,80})》/gu
const foreignQuotes = /<<\s?([^<>\n]{2,60}?)\s?>>|〈〈([^〈〉\n]{2,60})〉〉/gu

const figures = '零一二三四五六七八九'

/** 1–999 in Chinese, as articles are numbered. */
function chinese(n: number): string {
  const [h, t, o] = [Math.floor(n / 100), Math.floor(n / 10) % 10, n % 10]
  let text = h ? `${figures[h]}百` : ''
  if (t) text += `${t === 1 && !h ? '' : figures[t]}十`
  else if (h && o) text += '零'
  return text + (o ? figures[o] : '')
}

/** How laws and documents are cited: titles in 《》, an inner title in 〈〉, articles in Chinese figures. */
export function citationHits(text: string): Hit[] {
  const hits: Hit[] = []
  for (const match of text.matchAll(cited)) {
    const start = match.index + match[1]!.length
    const title = match[2]!
    hits.push({
      start,
      end: start + title.length,
      tier: 'C',
      kind: 'citation',
      message: '引用法律、法规、规章的名称应加书名号。',
      right: `《${title}》`,
    })
  }
  for (const match of text.matchAll(articleFigures)) {
    const start = match.index + match[0].length - match[1]!.length
    hits.push({
      start,
      end: start + match[1]!.length,
      tier: 'C',
      kind: 'citation',
      message: '引用条文的序号用汉字数字。',
      right: `第${chinese(Number(match[2]))}条`,
    })
  }
  for (const match of text.matchAll(openWithin))
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'C',
      kind: 'citation',
      message: '书名号里面还要用书名号的，里面一层用单书名号〈〉。',
      right: `《${match[1]}〈${match[2]}〉${match[3]}》`,
    })
  for (const match of text.matchAll(foreignQuotes))
    hits.push({
      start: match.index,
      end: match.index + match[0].length,
      tier: 'C',
      kind: 'citation',
      message: '文件、法规名称应使用书名号《》。',
      right: `《${match[1] ?? match[2]}》`,
    })
  return hits.sort((a, b) => a.start - b.start)
}
