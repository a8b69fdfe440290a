"""The list of targets that webloop set out with: eight columns, instruments in free words."""

PUBLISHED = """\
id,observable,date,observed,tolerance,unit,instrument_to_simulate,source_key
H01,AI-majority share of new article pages,2023-11,35.9,3,%,mean of 3 detectors \
FPR<=2% on article segment seen by crawler,graphite26
H02,AI-majority share of new article pages,2024-11,48,3,%,mean of 3 detectors \
FPR<=2% on article segment seen by crawler,graphite26
H04,AI-majority share of new article pages before launch,2020-01..2022-10,0..2,2,%,mean of 3 detectors \
FPR<=2% on article segment seen by crawler,graphite26
H05,AI-or-mixed share of new sites pooled,2023,9.4,6.1-14.2,%,all segments; FPR ~0; n=203 binomial,wayback
H08,pages with any AI,2025-04,74.2,8,%,page flagged if AI fraction >0,ahrefs
H09,mean AI fraction of new pages,2025-04,34,8,%,mean fraction,ahrefs
H10,AI share of top-20 search results,2023-12,8.5,3,%,visibility-weighted,originality
H12,AI share of articles ranking in Google,2025-05,14,4,%,visibility-weighted articles,graphite_search
H14,SO questions / 2022-11,2023-11,0.46,0.06,ratio,Q&A segment volume,stackexchange_monthly
H17,Medium AI share,2024-10,37,6,%,social_longform,sun2024
H19,Reddit AI share,2024-10,2.45,1.5,%,forum_ugc,sun2024
H21,new English Wikipedia articles flagged,2024-08,4.4,1.2,%,reference,brooks2024
H23,mean of 4 corporate/institutional domains,2024-09,17,4,%,corporate_static,liang2025
H24,pages lost: 2013 cohort / 2023 cohort,2023-10,38 / 8,3,%,page survival,pew2024
H26,share of crawl URLs never seen before,2020-2022,42-43.5,4,%,crawler,cc_crawl_size
H29,tokens kept after per-crawl dedup,2024,56,5,%,pipeline,fineweb
H31,C4 tokens restricted by robots.txt,2024-04,5,3,%,access,longpre2024
H32,top-10k sites blocking >=1 AI crawler,2026-05,20.3,4,%,access,thunderbit
H33,similarity ratio AI/human,2022-2025,1.33,0.2,ratio,diversity metric,dolezal2026
H34,frontier corpus size,2024-04 / 2025-04,15 / 36,x1.5,trillion tokens,training,model_corpora
"""
