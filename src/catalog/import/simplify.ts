import { Converter } from 'opencc-js/t2cn'
import type { Grid, GridCell } from './grid.ts'
import { restoreSymbols } from './symbols.ts'

let convert: ((text: string) => string) | null = null
/** Han characters that stand in no simplified text; the converter is only loaded and asked where one of them is found. */
export const traditional =
  /[萬與專業東兩嚴喪個豐臨為麗舉義烏樂習鄉書買亂爭於虧雲亞產畝親億僅從侖倉儀們價眾優會傘偉傳傷倫偽體餘傭側僑債傾儲兒黨蘭關興養獸內岡冊寫軍農馮衝決況凍淨準涼減湊鳳憑凱擊鑿劃劉則剛創刪別剷剝劍劑勸辦務動勵勁勞勢勝區醫華協單賣盧衛廠廳歷厲壓厭縣參雙發變敘葉號嘆嚇呂嗎啟員問響園圍國圖圓聖場壞塊堅壇墳墜墊壘報塵墻壯聲殼壺處備復夠頭夾奪奮獎婦媽嬰學寧寶實寵審憲宮寬賓對尋導將爾嘗屆層屬嶼歲島嶺幣師帳幟帶幫幹廣庫應廟龐廢開異棄張彌彎彈強歸當錄徹徑憶懷態慫憐總戀懇惡惱懸驚懼慘慣慮慶憂懶戲戶撲執擴掃揚擾撫拋搶護擬擁攔擰撥擇掛擠揮損換據擲攙攝擺搖攤敵數齋斷無舊時曠晝顯晉曬曉曆機殺雜權條來楊極構樞棗槍標樹樣橋檢樓歡歐殘歿毀畢氣漢湯溝沒滬淚澤潔灑濁測濟瀏渾濃塗濤渦潤漲澀淵漁滲溫灣濕潰滾滿濾濱灘瀾滅燈靈災燦爐點煉爛煩燒熱愛爺牆牽犧狀猶獨獅獄獵豬貓現環瑪電畫暢疇瘋療瘡癥皺盞鹽監盤眾矯礦碼磚確礎禮禍禪離種積稱穩窮竊窩竄競筆築簽簡籃籌類糧糾紀約級紅紙純納紛紐線練組細織終紹經結給絡絕統繼績緒續維綜綠網緊緣編緩縮縱總繳罰罷羅羨職聯聰肅腸膚膠脈臟腦腳臉臺舊艦艙艱節蘇蘋範莊薦榮藥蒞獲營蕭薩藍蔭虛蟲蝕蠻補襯襲裝褲見觀規視覽覺觸訂計訊討訓議記講諱許論設訪證評識詐訴診詞譯試詩誠話誕詢該詳語誤說請諸讀課調諒談謀謊謂謙謝謠譜譽賀負財責賢敗貨質販貪貧購貯貫貴貸費貼貿資賊賑賞賠賴贈贏趕趙躍踐蹤車軌轉輪軟載較輔輛輝輸轄遼達遷過運還這進遠違連遲適選遞邏遺郵鄧鄭釀釋鑒針釘鈣鋼鑰欽鈴鐵鉛銀銅鏈銷鎖鋪錯錢錦鍵鎮鏡長門閃閉問間閱隊陽陰陣階際陸陳險隨隱難雛霧頁頂項順須頑顧頓頒預領頗頸頻題顏額風飛飯飲飾飽館馬馳駕駐驅驗騎騰騙鬧魚鮮鳥鳴鴻麥黃齊齒龍龜應戶衆羣裡佈徵彙後]/u

/**
 * Traditional characters of a table become simplified ones, as they stand in the statute, and places of symbol fonts the marks they
 * show. Returns how many cells had traditional characters.
 */
export function simplifyGrid(grid: Grid): { grid: Grid; changed: number } {
  const cache = new Map<string, string>()
  let changed = 0
  const simple = (text: string): string => {
    if (!traditional.test(text)) return text
    const known = cache.get(text)
    if (known !== undefined) return known
    convert ??= Converter({ from: 't', to: 'cn' })
    const result = convert(text)
    cache.set(text, result)
    return result
  }
  const cells = new Map<GridCell, GridCell>()
  const rows = grid.rows.map(row =>
    row.map(cell => {
      if (!cell) return null
      const before = cells.get(cell)
      if (before) return before
      const marked = restoreSymbols(cell.text)
      const text = simple(marked)
      const made = text === cell.text ? cell : { ...cell, text }
      if (text !== marked) changed++
      cells.set(cell, made)
      return made
    }),
  )
  return { grid: { ...grid, name: simple(grid.name), rows, before: grid.before.map(simple) }, changed }
}
