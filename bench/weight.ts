import { gzipSync } from 'node:zlib'
import type { Figure } from './figure.ts'

/** What a first visit of a page carries over the wire: the page, its style sheets, scripts and pictures, compressed as sent. */

const files = /<(?:link rel="(?:stylesheet|icon)"[^>]*? href|script src|img[^>]*? src)="([^"]+)"/g

async function sent(url: string): Promise<{ text: string; bytes: number }> {
  const answer = await fetch(url, { headers: { 'accept-encoding': 'identity' } })
  if (answer.status !== 200) throw new Error(`bench: ${url} answered ${answer.status}`)
  const plain = Buffer.from(await answer.arrayBuffer())
  return { text: plain.toString('utf8'), bytes: Math.min(plain.byteLength, gzipSync(plain).byteLength) }
}

export async function weights(url: string, document: string): Promise<Figure[]> {
  const kinds: readonly (readonly [string, string])[] = [
    ['首页', '/'],
    ['机关首页', '/mem/'],
    ['列表页', '/mem/list/all/'],
    ['公文页（2023年工作要点全文）', document],
    ['检索结果页', `/search?q=${encodeURIComponent('公开')}`],
    ['政府信息公开专栏', '/mem/disclosure/statutory.html'],
    ['申请页', '/jiaozuo/apply/'],
  ]
  const figures: Figure[] = []
  for (const [name, path] of kinds) {
    const page = await sent(url + path)
    const own = [...new Set([...page.text.matchAll(files)].map(m => m[1]!))].filter(f => f.startsWith('/'))
    let bytes = page.bytes
    for (const file of own) bytes += (await sent(url + file)).bytes
    figures.push({
      name: `页面重量：${name}`,
      value: Number((bytes / 1024).toFixed(1)),
      unit: 'KB',
      detail: `gzip 后，网页 ${(page.bytes / 1024).toFixed(1)} KB，连同样式、脚本、图标 ${own.length} 个文件；不带字体`,
      target: { at: 'most', value: 60 },
    })
  }
  return figures
}
