# La respuesta propia de una región, junto a las de sus departamentos, y su firma.

regional-title = La respuesta de { $region }
regional-back = Volver a la respuesta de la región
regional-back-to-region = Volver a los departamentos
regional-begin-text = Aquí la región encuentra sus propias palabras: pregunta por pregunta, junto a lo que dicen sus departamentos. Las respuestas de los departamentos quedan como están.
regional-begin = Empezar la respuesta de la región
regional-not-begun = Quienes coordinan la región aún no la han empezado.
regional-text = Adopte la respuesta de un departamento, todas juntas o lo que propone la regla prevista, o escriba la suya. Donde los departamentos difieren, puede marcar la pregunta y decir por qué.
regional-progress = { $decided } de { $total } preguntas decididas
regional-adopted = { $count ->
    [0] Ninguna otra pregunta se podía decidir por su regla.
    [one] Se adoptó una propuesta.
   *[other] Se adoptaron { $count } propuestas.
}
regional-adopt-all = { $count ->
    [one] Adoptar la única propuesta que nadie ha tocado
   *[other] Adoptar las { $count } propuestas que nadie ha tocado
}
regional-adopt-hint = Lo que alguien decidió queda como está. Las listas en que los departamentos quizá pusieron dos veces lo mismo se dejan para usted.
regional-reopened = La respuesta está abierta de nuevo. La firma anterior se conserva; la próxima será otra revisión.
regional-is-signed = Esta respuesta está firmada, como revisión { $revision }.
regional-receipt-link = Ver la firma
regional-is-archived = Esta ronda está archivada. Sus respuestas se pueden leer, no cambiar.
regional-behind = La ronda ha pasado a una versión más reciente del cuestionario. Lo que decidió se conserva donde las preguntas son las mismas.
regional-follow = Seguir con la versión más reciente
regional-to-sign-off = Lo que falta, y la firma
regional-sections = Secciones
regional-section-progress = Decididas: { $decided } de { $total }
regional-departments = Departamentos
regional-departments-text = Se tienen en cuenta las respuestas enviadas y aceptadas. Los borradores y las respuestas devueltas no se leen hasta que se envían.
regional-mark-changed = Cambiadas desde entonces: { $count }
regional-mark-differs = Difieren: { $count }
regional-mark-divergent = Divergencias marcadas: { $count }
regional-mark-undecided = Por decidir: { $count }
regional-mark-missing = Faltan: { $count }
regional-mark-ready = Lista

regional-state-changed = Cambiada desde entonces
regional-state-decided = Decidida
regional-state-undecided = Por decidir
regional-state-silent = Sin respuestas
regional-state-differs = Los departamentos difieren
regional-decided-by = { $who }, { $when }
regional-decided-when = { $when }
regional-signed-note = Esta respuesta está firmada. Para cambiarla, ábrala de nuevo en la página de la firma.

regional-choose = Respuestas de los departamentos, y la de la región
regional-adopt-this = Adoptar esta respuesta
regional-adopted-this = Adoptada
regional-not-submitted = Aún no enviada
regional-not-asked = No se preguntó
regional-proposal = Propuesta
regional-use-proposal = Usar la propuesta
regional-all-together = Todas las respuestas juntas
regional-adopt-all-answers = Adoptar todas las respuestas
regional-own = Las propias palabras de la región, escritas abajo
regional-own-label = La respuesta de la región
regional-undecide = Ya no está decidida
regional-answer = La respuesta de la región
regional-divergent = Marcar como divergente: los departamentos difieren, y la región lo dice
regional-divergence-label = ¿Por qué difieren?
regional-divergence-missing = Diga por qué difieren los departamentos, o quite la marca.
regional-divergence-unmarked = Escribió por qué difieren los departamentos. Marque la pregunta como divergente, o borre el motivo.
regional-divergence-too-long = El motivo puede tener { $most } caracteres como máximo.
regional-both = «{ $label }»: eligió una respuesta y escribió otra. Elija «las propias palabras de la región», o borre lo que escribió.
regional-changed-text = Hay departamentos que han cambiado lo que dicen desde que esto se decidió.
regional-changed-before = Antes:
regional-changed-now = Ahora:
regional-keep = Lo he mirado: la respuesta de la región queda como está
regional-save = Guardar
regional-save-next = Guardar e ir a la sección siguiente
regional-news-title = Un departamento ha enviado su respuesta entretanto
regional-news-text = Aún no se guardó nada. Lo que eligió y escribió sigue aquí; mire las nuevas respuestas de los departamentos y guarde de nuevo.
regional-conflict-title = Otra persona decidió la misma pregunta entretanto
regional-conflict-text = Todo lo demás está guardado. Su elección sigue aquí: guarde de nuevo para ponerla en lugar de la otra, o vuelva atrás para dejar la otra.
regional-conflict-who = { $who }, { $when }:
regional-conflict-somebody = Otra persona que coordina, { $when }:
regional-conflict-mine = Usted:
regional-stale-title = Esto ha cambiado entretanto
regional-sign-stale-text = Alguien guardó un cambio o un departamento envió su respuesta desde que abrió esta página. No se firmó nada. Mire de nuevo y luego firme.

regional-rule-any = Regla: alguno
regional-rule-all = Regla: todos
regional-rule-majority = Regla: mayoría
regional-rule-sum = Regla: suma
regional-rule-mean = Regla: media
regional-rule-union = Regla: todas juntas
regional-rule-coordinator = Regla: usted decide
regional-reason-any = { $count } de { $base } departamentos dicen «{ $choice }», y es la respuesta más fuerte.
regional-reason-all = «{ $choice }» es la respuesta más débil y por eso vale para todos; { $count } de { $base } departamentos la dan.
regional-reason-most = La mayoría dice esto: { $count } de los { $answered } departamentos que respondieron.
regional-reason-more-than-half = Más de la mitad de los { $answered } departamentos que respondieron las nombran.
regional-reason-common = Los { $answered } departamentos que respondieron las nombran todos.
regional-reason-union = Todo lo que dicen { $answered } de { $base } departamentos.
regional-reason-sum = La suma de { $answered } de { $base } departamentos.
regional-reason-mean = La media de { $answered } de { $base } departamentos.
regional-reason-mean-rounded = La media de { $answered } de { $base } departamentos, redondeada.
regional-reason-points = Por puntos: el primer puesto de cada departamento tiene más. Ordenaron { $answered } de { $base } departamentos.
regional-reason-alike = Todos los que respondieron dicen lo mismo: { $answered } de { $base } departamentos.
regional-reason-non-answer = Ningún departamento tiene respuesta; dicen «{ $kind }».
regional-tally = { $what }: { $count }
regional-none-nobody = Ningún departamento ha respondido a esto.
regional-none-coordinator = No hay regla: es su palabra.
regional-none-tie = Empate: { $answers }, { $count } cada una.
regional-none-equal-points = Sin propuesta: hay puestos con los mismos puntos.
regional-none-nothing-in-common = Las respuestas de los departamentos no tienen nada en común.
regional-none-rule-unfit = Sin propuesta: «{ $rule }» no puede unir respuestas distintas de este tipo.
regional-none-too-large = Sin propuesta: el resultado tiene más cifras de las que puede tener una respuesta.
regional-none-not-whole = Sin propuesta: el resultado es { $number }, y se pide un número entero.
regional-none-out-of-range = Sin propuesta: el resultado es { $number }, que la pregunta no admite.
regional-none-too-long = Sin propuesta: los textos juntos son más largos de lo que admite la pregunta.
regional-none-non-answers-differ = Ningún departamento tiene respuesta, y sus motivos difieren.
regional-none-not-offered = Ningún departamento tiene respuesta, y la pregunta no ofrece su motivo.

regional-entries-count = { $count ->
    [one] Una entrada
   *[other] { $count } entradas
}
regional-repeat-counts = { $entries ->
    [one] Una entrada de departamentos
   *[other] { $entries } entradas de departamentos
}, { $own } en la respuesta de la región
regional-repeat-open = Elegir, ordenar y unir: { $label }
regional-repeat-text = Marque lo que pertenece a la respuesta de la región, y numérelo en el orden que quiera. Al guardar se decide toda la lista.
regional-repeat-keep = Guarde la lista, cambiada o como está, para decir que lo ha mirado.
regional-repeat-stale-text = Alguien cambió esta lista o un departamento envió su respuesta desde que abrió la página. No se guardó nada; lo que marcó sigue aquí. Mire de nuevo y luego guarde.
regional-repeat-order-wrong = El puesto es un número entero mayor que cero.
regional-repeat-too-many = Caben { $most } entradas como máximo. Desmarque algunas.
regional-entries = Entradas
regional-entries-none = Ningún departamento tiene entradas.
regional-entry-from = De { $from }
regional-entry-in = En la respuesta de la región, de { $from }
regional-entry-own = la propia región
regional-entry-untitled = (vacía)
regional-entry-all = Mostrar todo
regional-entry-edit = Cambiar
regional-entry-add = Guardar y añadir una entrada de la región
regional-entry-stale-text = Alguien cambió la lista desde que abrió esta entrada. Lo que escribió sigue aquí; cópielo si lo necesita, vuelva atrás y abra la entrada de nuevo.
regional-take = Tomar
regional-order = Puesto
regional-instead = Si la región no tiene entradas, diga por qué
regional-save-entries = Guardar la lista
regional-save-entry = Guardar la entrada
regional-doubles = Quizá lo mismo
regional-doubles-text = Quizá dos departamentos pusieron una misma cosa. Diga para cada pareja lo que quiere; cuenta donde ambas están marcadas abajo.
regional-double-link = El mismo enlace: { $link }
regional-double-same-title = El mismo título
regional-double-similar-title = Títulos parecidos ({ $percent } de 100)
regional-double-merge = Son lo mismo: unirlas
regional-double-first = Son lo mismo: dejar la de { $first }
regional-double-second = Son lo mismo: dejar la de { $second }
regional-double-both = Son dos cosas: dejar ambas
regional-double-undecided = Diga si las dos son lo mismo.
regional-double-parts = Al unirlas, ¿cuál vale?

regional-sign-title = Firma de { $region }
regional-sign-changed = Hay departamentos que han cambiado lo que dicen desde que usted decidió
regional-sign-undecided = Aún por decidir
regional-sign-missing = Falta o no es correcto
regional-sign-who = Debajo de cada punto: los departamentos que podrían decirlo, y lo que se sabe de ellos.
regional-sign-divergent = Donde los departamentos difieren
regional-sign-unmarked = no marcada como divergente
regional-sign-not-ready = Podrá firmar cuando no quede nada en estas listas.
regional-sign-not-yours = Solo firman quienes coordinan la región.
regional-sign-form = Firmar
regional-sign-text = Con la firma la respuesta es definitiva. Se puede abrir de nuevo con un motivo, que queda registrado.
regional-sign-role = Cargo de quien firma
regional-sign-role-hint = Por ejemplo: directora general de Acción Exterior
regional-sign-role-missing = Diga con qué cargo firma.
regional-sign-role-too-long = El cargo puede tener 200 caracteres como máximo.
regional-sign-date = Fecha
regional-sign-date-unreadable = Dé la fecha con día, mes y año.
regional-sign-date-in-future = La fecha está en el futuro.
regional-sign-clearance = ¿Cómo se aprobó la respuesta?
regional-sign-clearance-missing = Diga cómo se aprobó la respuesta.
regional-clearance-political = A nivel político
regional-clearance-administrative = A nivel administrativo
regional-clearance-none = No se aprobó
regional-sign-network = ¿Pueden leerla las regiones miembros, con el nombre de la región?
regional-sign-network-missing = Diga si las regiones miembros pueden leerla.
regional-sign-public = ¿Puede leerla todo el mundo, con el nombre de la región?
regional-sign-public-missing = Diga si todo el mundo puede leerla.
regional-sign-public-without-network = Quien deja leer a todo el mundo deja leer a las regiones miembros. Elija una de las dos.
regional-yes = Sí
regional-no = No
regional-sign-button = Firmar la respuesta de la región
regional-could-not-invited = No invitado
regional-could-waiting = Invitado, aún no enviada
regional-could-returned = Devuelta para corregir
regional-could-answered = Ha respondido
regional-could-blank = La dejó en blanco

regional-receipt-title = La respuesta de la región está firmada
regional-receipt-region = Región
regional-receipt-revision = Revisión
regional-receipt-text = Guarde esta página, o imprímala. Queda en esta dirección mientras la respuesta esté firmada.
regional-receipt-answers = Lo que se firmó
regional-reopen-title = Abrir la respuesta de nuevo
regional-reopen-text = La firma se conserva como está. Lo que cambie se firma como revisión siguiente.
regional-reopen-reason = ¿Por qué?
regional-reopen-missing = Diga por qué se abre la respuesta de nuevo.
regional-reopen-too-long = El motivo puede tener 2000 caracteres como máximo.
regional-reopen-button = Abrir de nuevo

audit-regional-begin = Respuesta de la región empezada
audit-regional-move = Respuesta de la región pasada a una versión
audit-regional-sign = Respuesta de la región firmada
audit-regional-reopen = Respuesta de la región abierta de nuevo
