"""Orders to a model in other languages than English: phrases to be found together, near each other on one line.

Each table holds whole words or stems (a word may go on), in the language's own spelling; they are looked up in plain
text, and so are written down plainly too. Alternatives are divided by `|`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from summarizer.grounding.instructions.rules import Pattern, Rule
from summarizer.text.disguise import plain


@dataclass(frozen=True)
class _Language:
    """`ignore`: verbs of disregarding, in the forms of an order. `rules`: instructions. `earlier`: previous, all, your.

    `note`: a note or message to; `machine`: an AI or language model. `write`: verbs of writing, as orders; `work`: in
    your summary, in the answer. `above`: what stands
    above, your task. `you`: if you are an AI, from now on you are. `joined`: words have no spaces between them, or their forms begin with a prefix.
    """

    ignore: str
    rules: str
    earlier: str
    note: str
    machine: str
    write: str
    work: str
    above: str = ""
    you: str = ""
    joined: bool = False

    def compiled(self) -> tuple[Rule, ...]:
        """The rules of this language."""
        near, far = "[^\n]{0,25}?", "[^\n]{0,40}?"
        ignore, rules, earlier = self._any(self.ignore), self._any(self.rules), self._any(self.earlier)
        told = f"(?:{earlier}{near}{rules}|{rules}{near}{earlier})"
        note, machine = self._any(self.note), self._any(self.machine)
        write, work = self._any(self.write), self._any(self.work)
        found = [
            self._rule(self.rules, f"{ignore}{far}{told}|{told}{far}{ignore}"),
            self._rule(self.note, f"{note}{near}{machine}[^\n:：]{{0,40}}[:：]"),
            self._rule(self.work, f"{work}{far}{write}|{write}{far}{work}"),
        ]
        if self.above:
            above = self._any(self.above)
            found.append(self._rule(self.above, f"{ignore}[^\n]{{0,12}}?{above}|{above}[^\n]{{0,12}}?{ignore}"))
        if self.you:
            found.append(self._rule(self.you, self._any(self.you)))
        return tuple(found)

    def _any(self, table: str) -> str:
        start = "" if self.joined else r"(?<!\w)"
        words = (re.escape(plain(phrase).text) for phrase in table.split("|"))
        return f"{start}(?:{'|'.join(words)})"

    def _rule(self, needles: str, pattern: str) -> Pattern:
        return Pattern("order", tuple(plain(needle).text for needle in needles.split("|")), re.compile(pattern))


_GERMAN = _Language(
    ignore="ignorier|vergiss|vergessen sie|missachte|beachte nicht|beachten sie nicht|verwirf|überschreibe",
    rules="anweisung|instruktion|vorgabe|regeln|befehl|prompt|richtlinien",
    earlier="alle|bisherig|vorherig|vorig|obig|deine|ihre|früher|vorangegangen|systemprompt",
    above="das obige|alles obige|alles bisherige|alles vorherige|deine aufgabe|ihre aufgabe"
    "|alles, was dir|alles, was ihnen|den text oben",
    note="hinweis an|hinweis für|nachricht an|mitteilung an|anweisung an|anweisungen für|notiz für|achtung",
    machine="die ki|ki-|alle ki|kis|sprachmodell|die sprachmodell|chatbot|das modell|den assistenten|assistenten",
    write="schreib|nenne|nennen sie|gib |geben sie|erwähn|melde|behaupte|lass|lassen sie|verschweig|liste",
    work="in deiner zusammenfassung|in ihrer zusammenfassung|in deiner antwort|aus deiner zusammenfassung|deine ausgabe"
    "|in jeder zusammenfassung|aus der zusammenfassung|in deiner ausgabe|ihrer ausgabe",
    you="wenn du eine ki|wenn sie eine ki|falls du eine ki|falls eine ki|wenn eine ki"
    "|wenn du ein sprachmodell|ab jetzt bist du ein|von nun an bist du ein"
    "|du bist jetzt ein sprach|liest eine ki diesen|deine aufgabe hat sich|ihre aufgabe hat sich|deine aufgabe ist jetzt",
)
_FRENCH = _Language(
    ignore="ignore|ignorez|oublie|oubliez|ne tiens pas compte|ne tenez pas compte|ne suis pas|ne suivez pas|néglige",
    rules="instruction|consigne|directive|ordres|règles|prompt",
    earlier="toutes|tous|précédent|antérieur|ci-dessus|tes|vos|tes propres|initiale",
    above="ce qui précède|ta tâche|votre tâche|le texte ci-dessus|tout ce qu'on t|tout ce qu'on vous",
    note="note à|note aux|note pour|message à|message aux|message pour|à l'attention|avis aux|instructions pour",
    machine="l'ia|ia|les ia|modèle de langage|modèles de langage|modèle|modèles|assistant|l'intelligence artificielle",
    write="écris|écrivez|dis |dites|indique|indiquez|mentionne|mentionnez|ajoute|ajoutez|ne mentionne|n'extrais|n'extrayez|réponds|répondez",
    work="dans ton résumé|dans votre résumé|dans ta réponse|dans votre synthèse|de ton résumé|de votre résumé|de cet article|de ce texte",
    you="si tu es une ia|si vous êtes une ia|si une ia|si vous êtes un modèle|désormais, tu es"
    "|désormais tu es|à partir de maintenant, tu es|à partir de maintenant tu es"
    "|tu es maintenant un assistant|ta tâche a changé|votre tâche a changé",
)
_SPANISH = _Language(
    ignore="ignora|ignore|ignorad|ignoren|olvida|olvide|descarta|haz caso omiso|no sigas|no hagas caso",
    rules="instrucci|indicaciones|órdenes|reglas|directrices|prompt",
    earlier="todas|anterior|previa|tus|sus|arriba|iniciales",
    above="lo anterior|tu tarea|su tarea|el texto anterior|todo lo que te|todo lo que se te",
    note="nota para|nota a|mensaje para|mensaje a|aviso a|aviso para|instrucciones para|atención",
    machine="la ia|ia|las ia|los modelos de lenguaje|modelo|modelos de lenguaje|el modelo|asistente|el asistente|inteligencia artificial",
    write="escribe|escriba|di que|diga|indica|indique|menciona|mencione|añade|añada|omite|omita|no menciones|no cites|pon que|responde",
    work="en tu resumen|en su resumen|en tu respuesta|de tu resumen|en el resumen",
    you="si eres una ia|si usted es una ia|si eres un modelo|si una ia lee|a partir de ahora eres"
    "|desde ahora eres|ahora eres un asistente|tu tarea ha cambiado|su tarea ha cambiado|tu única tarea es",
)
_ITALIAN = _Language(
    ignore="ignora|ignorare|ignorate|dimentica|dimenticate|trascura|non seguire|non tenere conto",
    rules="istruzion|indicazioni|ordini|regole|direttive|prompt",
    earlier="tutte|precedent|tue|vostre|sopra|iniziali",
    above="quanto sopra|ciò che precede|il tuo compito|il testo precedente|tutto ciò che ti",
    note="nota per|nota all|messaggio per|messaggio all|avviso per|avviso all|istruzioni per|attenzione",
    machine="l'ia|ia|i modelli|modelli linguistici|modello linguistico|il modello|assistent|gli assistenti|intelligenza artificiale",
    write="scrivi|scrivete|di' che|indica|aggiungi|menziona|riporta|ometti|non menzionare",
    work="nel riassunto|nel tuo riassunto|nella tua risposta|nella sintesi|dal riassunto|nel vostro riassunto",
    you="se sei una ia|se sei un modello|se un'ia legge|da ora in poi sei|d'ora in poi sei|ora sei un assistente",
)
_PORTUGUESE = _Language(
    ignore="ignore|ignora|desconsidere|desconsidera|esqueça|esquece|não siga",
    rules="instruç|indicações|ordens|regras|diretrizes|prompt",
    earlier="todas|anterior|prévia|suas|tuas|acima|iniciais",
    above="o que foi dito|tudo acima|o texto acima|sua tarefa|tua tarefa|tudo o que lhe|o anterior",
    note="nota para|nota a|mensagem para|aviso a|aviso para|instruções para|atenção",
    machine="a ia|ia|ias|modelos de linguagem|modelo|o modelo|assistente|o assistente|inteligência artificial",
    write="escreva|escreve|diga|indique|mencione|acrescente|omita|não mencione|responda",
    work="no seu resumo|no teu resumo|na sua resposta|do seu resumo|em seu resumo",
    you="se você é uma ia|se és uma ia|se você for uma ia|a partir de agora você é"
    "|a partir de agora és|de agora em diante você é",
)
_DUTCH = _Language(
    ignore="negeer|vergeet|sla geen acht|volg niet",
    rules="instructie|aanwijzing|opdracht|regels|richtlijnen|prompt",
    earlier="alle|eerdere|vorige|voorgaande|bovenstaande|jouw|je|uw",
    above="het bovenstaande|alles hierboven|je taak|jouw taak|uw taak|alles wat je",
    note="opmerking voor|bericht aan|bericht voor|instructies voor|let op",
    machine="ai|de ai|taalmodel|chatbot|het model|de assistent|alle taalmodel",
    write="schrijf|vermeld|noem|zeg|voeg|laat",
    work="in je samenvatting|in uw samenvatting|in jouw samenvatting|in je antwoord|uit je samenvatting",
    you="als je een ai|als u een ai|als jij een ai|als je een taalmodel|vanaf nu ben je een|vanaf nu ben jij een",
)
_SCANDINAVIAN = _Language(
    ignore="ignorera|ignorer|bortse från|glöm|glem|se bort fra|bortse fra|strunta i",
    rules="instruktion|instruks|anvisning|regler|prompt",
    earlier="alla|alle|tidigare|tidligere|föregående|foregående|ovanstående|dina|dine",
    above="allt ovan|alt ovenfor|alt over|din uppgift|din oppgave|din opgave",
    note="meddelande till|melding til|besked til|not till|merknad til|instruktioner till|instruksjoner til",
    machine="ai|språkmodell|sprogmodel|modellen|assistenten|ki",
    write="skriv|nämn|nevn|nævn|ange|oppgi|utelämna|utelat|udelad",
    work="i din sammanfattning|i sammendraget ditt|i dit sammendrag|i ditt svar|i dit svar|i sammanfattningen",
    you="om du är en ai|hvis du er en ki|hvis du er en ai|om du är en språkmodell"
    "|från och med nu är du en|fra nå av er du en|fra nu af er du en",
)
_POLISH = _Language(
    ignore="zignoruj|ignoruj|zapomnij|pomiń|nie stosuj się",
    rules="instrukcj|polece|wytyczn|zasad|prompt",
    earlier="wszystki|poprzedni|wcześniejsz|powyższ|swoj|twoj",
    above="powyższe|powyższy tekst|swoim zadaniu|o swoim zadaniu|wszystko, co ci",
    note="uwaga dla|uwaga do|wiadomość dla|wiadomość do|instrukcje dla",
    machine="ai|sztucznej inteligencji|modeli językowych|modelu|modelu językowego|asystent",
    write="napisz|podaj|wymień|dodaj|pomiń|stwierdź",
    work="w swoim podsumowaniu|w streszczeniu|w swojej odpowiedzi|w podsumowaniu tego",
    you="jeśli jesteś ai|jeśli jesteś modelem|jeśli jesteś sztuczną|od teraz jesteś|jeżeli jesteś modelem",
)
_CZECH = _Language(
    ignore="ignoruj|zapomeň|nedbej",
    rules="instrukc|pokyn|příkaz|pravid|prompt",
    earlier="všechn|předchozí|dřívější|výše|své|tvé",
    note="poznámka pro|zpráva pro|pokyny pro",
    machine="ai|umělou inteligenci|jazykov|model|asistent",
    write="napiš|uveď|zmiň|přidej|vynech",
    work="ve svém shrnutí|ve shrnutí|ve své odpovědi",
    you="pokud jsi ai|pokud jsi jazykový|od teď jsi|od této chvíle jsi",
)
_RUSSIAN = _Language(
    ignore="игнорируй|проигнорируй|забудь|не обращай внимания|не следуй|отмени",
    rules="инструкци|указани|команд|правил|приказ|промпт",
    earlier="все|предыдущ|прежн|ранее|вышеуказанн|свои|твои|ваши",
    above="все, что тебе|всё, что тебе|все, что вам|вышесказанное|свою задачу|свое задание|текст выше|все выше",
    note="примечание для|сообщение для|инструкция для|инструкции для|внимание",
    machine="ии|ai|языков|модел|нейросет|ассистент|чат-бот|искусственного интеллекта",
    write="напиши|укажи|сообщи|назови|добавь|упомяни|не упоминай|опусти",
    work="в своем резюме|в своём резюме|в пересказе|в своем ответе|в своём ответе|в кратком изложении|в сводке",
    you="если ты ии|если вы ии|если ты языковая|если вы языковая|если ты нейросеть"
    "|если текст читает нейро|если это читает нейро|если это читает ии|с этого момента ты"
    "|отныне ты|теперь ты — ассистент",
)
_UKRAINIAN = _Language(
    ignore="ігноруй|проігноруй|забудь|не зважай|не дотримуйся",
    rules="інструкці|вказівк|команд|правил|наказ|промпт",
    earlier="усі|всі|попередн|раніш|свої|твої|ваші",
    above="усе, що тобі|все, що тобі|вищесказане|своє завдання|текст вище",
    note="примітка для|повідомлення для|інструкція для|інструкції для|увага",
    machine="ші|ai|мовн|модел|нейромереж|асистент|чат-бот|штучного інтелекту",
    write="напиши|вкажи|повідом|назви|додай|згадай|не згадуй|опусти",
    work="у своєму підсумку|у своїй відповіді|у підсумку статті|у стислому викладі",
    you="якщо ти ші|якщо ви ші|якщо ти мовна|якщо це читає нейро|якщо це читає ші|віднині ти|відтепер ти",
)
_TURKISH = _Language(
    ignore="yok say|görmezden gel|unut|dikkate alma|göz ardı et",
    rules="talimat|yönerge|komut|kural|prompt|istem",
    earlier="önceki|tüm|bütün|yukarıdaki|sistem",
    above="yukarıdakileri|görevini|yukarıdaki metni",
    note="not:|mesaj|uyarı|dikkat",
    machine="yapay zeka|yapay zekâ|dil modeli|dil modelleri|asistan",
    write="yaz|söyle|belirt|ekle|bildir|bahsetme",
    work="özetinde|özetinize|özetine|yanıtında|cevabında",
    you="eğer bir yapay zeka|yapay zekaysan|bir dil modeliysen|bundan sonra sen|şu andan itibaren sen",
)
_ARABIC = _Language(
    ignore="تجاهل|تجاهلي|انس |لا تتبع|اغفل",
    rules="التعليمات|تعليمات|الأوامر|أوامر|التوجيهات|القواعد",
    earlier="السابقة|جميع|كل|أعلاه|السابق",
    above="ما سبق|كل ما سبق|مهمتك|النص أعلاه",
    note="ملاحظة|رسالة إلى|تعليمات إلى|تنبيه",
    machine="الذكاء الاصطناعي|نموذج اللغة|النماذج اللغوية|نماذج اللغة|المساعد",
    write="اكتب|قل |اذكر|أضف|لا تذكر",
    work="في ملخصك|في الملخص|في إجابتك|في ردك",
    you="إذا كنت ذكاء|إذا كنت نموذج|إذا كنت مساعد|من الآن فصاعدا أنت|أنت الآن مساعد",
    joined=True,
)
_PERSIAN = _Language(
    ignore="نادیده بگیر|فراموش کن|توجه نکن",
    rules="دستور|دستورالعمل|قوانین",
    earlier="قبلی|پیشین|همه|تمام",
    note="یادداشت|پیام|توجه",
    machine="هوش مصنوعی|مدل زبانی|مدل‌های زبانی",
    write="بنویس|بگو|ذکر کن",
    work="در خلاصه|در پاسخ خود",
    joined=True,
)
_HEBREW = _Language(
    ignore="התעלם|התעלמו|שכח|אל תציית",
    rules="הוראות|ההוראות|הנחיות|ההנחיות|כללים|פקודות",
    earlier="הקודמות|כל|לעיל|שלך",
    note="הערה|הודעה|לתשומת לב",
    machine="לבינה המלאכותית|בינה מלאכותית|מודל שפה|מודלי שפה|לעוזר",
    write="כתוב|אמור|ציין|הוסף|אל תזכיר",
    work="בסיכום שלך|בתשובתך|בתקציר",
    joined=True,
)
_HINDI = _Language(
    ignore="अनदेखा कर|नज़रअंदाज़ कर|नजरअंदाज कर|भूल जा|उपेक्षा कर",
    rules="निर्देश|आदेश|नियम",
    earlier="पिछले|सभी|पहले के|ऊपर",
    note="नोट|सूचना|संदेश",
    machine="एआई|कृत्रिम बुद्धि|भाषा मॉडल",
    write="लिखें|लिखो|बताएं|बताओ|कहें",
    work="सारांश में|अपने उत्तर में",
    joined=True,
)
_CHINESE = _Language(
    ignore="忽略|忘掉|无视|無視|忘记|忘記|不要遵循|不要遵守|忽視|忽视",
    rules="指令|指示|提示词|提示詞|命令|规则|規則",
    earlier="之前|以前|先前|上述|以上|前面|所有|系统|系統|你的",
    above="你的任务|你的任務|上面的内容|以上内容|之前的内容|上述内容",
    note="注意|提示|致|说明|說明",
    machine="人工智能|语言模型|語言模型|大模型|助手|聊天机器人|ai",
    write="写|寫|说明|說明|声称|聲稱|列出|不要提|省略|回答",
    work="在摘要中|在总结中|在總結中|在你的回答中|摘要里|在输出中",
    you="如果你是人工智能|如果你是ai|如果你是语言模型|如果你是語言模型|如果你是大模型|如果你是一个ai|从现在开始你是|從現在開始你是|从现在起，你是|从现在起你是",
    joined=True,
)
_JAPANESE = _Language(
    ignore="無視|忘れ|従わない",
    rules="指示|命令|プロンプト|ルール|規則",
    earlier="これまで|以前|上記|前の|すべて|全て|システム|あなたの",
    above="上記の内容|これまでの内容|あなたの任務|あなたのタスク|以上の内容",
    note="注意|お知らせ|メモ|指示",
    machine="ai|人工知能|言語モデル|モデル|アシスタント",
    write="書いて|書け|記載して|述べて|含めて|含めない|答えて",
    work="要約に|要約で|まとめに|あなたの回答|出力に",
    you="あなたがaiなら|あなたがaiである|あなたが言語モデル|これからあなたは|今からあなたは",
    joined=True,
)
_KOREAN = _Language(
    ignore="무시하|잊어|잊으|따르지",
    rules="지시|명령|지침|프롬프트|규칙",
    earlier="이전|모든|앞선|위의|기존|시스템",
    above="위의 내용|이전 내용|너의 임무|당신의 임무|당신의 과제",
    note="참고|알림|메모|주의",
    machine="인공지능|언어 모델|ai|어시스턴트|모델",
    write="쓰세요|써라|쓰라|적으|적어|말하|보고하|언급하지",
    work="요약에|요약에서|답변에|출력에",
    you="당신이 ai라면|당신이 인공지능|당신이 언어 모델|지금부터 당신은|이제부터 당신은|지금부터 너는",
    joined=True,
)
_INDONESIAN = _Language(
    ignore="abaikan|lupakan|jangan ikuti",
    rules="instruksi|perintah|aturan|arahan|prompt",
    earlier="semua|sebelumnya|di atas|sistem",
    note="catatan untuk|pesan untuk|instruksi untuk|perhatian",
    machine="ai|model bahasa|asisten|kecerdasan buatan",
    write="tulis|tuliskan|katakan|sebutkan|tambahkan|jangan sebutkan",
    work="dalam ringkasan|di ringkasan|dalam jawaban anda|dalam rangkuman",
    you="jika anda adalah ai|jika kamu adalah ai|jika anda model bahasa|mulai sekarang anda adalah"
    "|mulai sekarang kamu adalah",
)
_VIETNAMESE = _Language(
    ignore="bỏ qua|phớt lờ|quên|đừng làm theo",
    rules="hướng dẫn|chỉ dẫn|chỉ thị|mệnh lệnh|quy tắc|lời nhắc",
    earlier="trước đó|trước đây|tất cả|ở trên|mọi",
    note="lưu ý cho|ghi chú cho|thông báo cho",
    machine="ai|mô hình ngôn ngữ|trợ lý|trí tuệ nhân tạo",
    write="viết|nói rằng|nêu|thêm|ghi",
    work="trong bản tóm tắt|trong tóm tắt|trong câu trả lời của bạn",
    you="nếu bạn là ai|nếu bạn là một ai|nếu bạn là mô hình|từ bây giờ bạn là",
)
_GREEK = _Language(
    ignore="αγνόησε|αγνοήστε|ξέχνα|μην ακολουθείς",
    rules="οδηγίες|εντολές|κανόνες|προτροπ",
    earlier="προηγούμεν|όλες|παραπάνω|σου|σας",
    note="σημείωση για|μήνυμα προς|οδηγίες για",
    machine="τεχνητή νοημοσύνη|γλωσσικά μοντέλα|το μοντέλο|τον βοηθό|ai",
    write="γράψε|γράψτε|ανάφερε|πες",
    work="στην περίληψη|στην απάντησή σου|στη σύνοψη",
)

RULES: tuple[Rule, ...] = tuple(
    rule
    for language in (
        *(
            _GERMAN,
            _FRENCH,
            _SPANISH,
            _ITALIAN,
            _PORTUGUESE,
            _DUTCH,
            _SCANDINAVIAN,
            _POLISH,
            _CZECH,
            _RUSSIAN,
            _UKRAINIAN,
        ),
        *(_TURKISH, _ARABIC, _PERSIAN, _HEBREW, _HINDI, _CHINESE, _JAPANESE, _KOREAN, _INDONESIAN, _VIETNAMESE, _GREEK),
    )
    for rule in language.compiled()
)
"""The rules of all of them."""
