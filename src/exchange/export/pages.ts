import type { Site } from '#portal/site.ts'

/** Pages and notes that only an export has. */

const body = `<h1 class="page-title">按标题和文号查找</h1>
<p class="lead">这是公开记录的静态副本，可以按标题和发文字号查找；查找全文请到本站的在线版本。</p>
<div id="found" aria-live="polite"></div>
<noscript><p class="empty">查找需要浏览器脚本。也可以从首页进入各栏目，按年份查看。</p></noscript>`

/** The search page with a place for what the browser finds. */
export function searchPage(html: string): string {
  return html.replace(
    /<main id="main">[\s\S]*<\/main>/,
    () => `<main id="main"><div class="prose">${form}${body}</div></main>`,
  )
}

const form = `<form class="search" role="search" action="/search" method="get"><label for="title">标题或文号</label><div class="search-row"><input id="title" name="q" type="search" maxlength="200" autocomplete="off"><button type="submit">查找</button></div></form>`

/** What whoever runs the web server needs to know, and the list of addresses that must answer 410. */
export function notesFor(site: Site, withdrawn: readonly string[]): [string, string][] {
  const paths = withdrawn.map(a => site.base + a)
  return [
    [
      'withdrawn.txt',
      `# 已撤回的地址：请让网页服务器对它们回答 410，页面内容不变。\n${paths.map(p => `${p}\n`).join('')}`,
    ],
    [
      'nginx-withdrawn.conf',
      `# 放进 nginx 的 server 段：已撤回的地址回答 410，并给出原地址上的说明。重新导出后 nginx -s reload。
error_page 410 @zhaoming_withdrawn;
location @zhaoming_withdrawn { try_files $uri =410; }
${paths.map(p => `location = ${p} { return 410; }\n`).join('')}`,
    ],
  ]
}
