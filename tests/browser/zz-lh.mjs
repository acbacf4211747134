import lighthouse, { desktopConfig } from "lighthouse";
import { serve, launch } from "./site.mjs";
import { createServer } from "node:net";
const s=createServer(); await new Promise(l=>s.listen(0,"127.0.0.1",l)); const port=s.address().port; await new Promise(c=>s.close(c));
const site=await serve(); const b=await launch([`--remote-debugging-port=${port}`,"--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"]);
for(let i=0;i<+process.env.N;i++){
  const {lhr}=await lighthouse(site.address+"index.html",{port,logLevel:"error",onlyCategories:["performance"]},desktopConfig);
  const v=lhr.audits["cumulative-layout-shift"].numericValue;
  console.log(i,v, v? JSON.stringify([lhr.audits["layout-shifts"],lhr.audits["cls-culprits-insight"]],null,0).slice(0,6000):"");
}
await b.close(); site.close();
