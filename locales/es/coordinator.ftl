# La mesa de quien coordina: a quién se pide qué, y hasta dónde ha llegado cada cual.

coordinator-rounds = Rondas
coordinator-deadline = Respuesta antes del { $deadline }
coordinator-next-wait = La ronda aún no ha empezado.
coordinator-next-invite = Siguiente paso: invitar a sus departamentos.
coordinator-next-follow = Siguiente paso: seguir a sus departamentos y recordar el plazo a los que van con retraso.
coordinator-next-review = Siguiente paso: revisar lo enviado.
coordinator-next-sign = Siguiente paso: redactar y firmar la respuesta de su región.
coordinator-next-over = La ronda ya no admite respuestas.
coordinator-invite = Invitar a departamentos
coordinator-answer = La respuesta de la región
coordinator-not-open = Esta ronda no admite respuestas ahora: no se puede invitar, recordar ni encargar secciones a nadie. Todo lo respondido se conserva.

coordinator-departments = Departamentos
coordinator-totals = { $asked } consultados, { $submitted } enviados, { $accepted } aceptados, { $returned } devueltos, { $overdue } con retraso
coordinator-remind-overdue = { $count ->
    [one] Recordar al departamento con retraso
   *[other] Recordar a los { $count } departamentos con retraso
}
coordinator-matrix = Departamentos y secciones
coordinator-matrix-text = Una fila por departamento, una columna por sección. Elija un departamento para encargar sus secciones a personas y fijar fechas. Las horas son UTC.
coordinator-due = Próximo plazo
coordinator-ready = { $ready } de { $asked } listas
coordinator-people = { $count ->
    [one] { $count } persona invitada
   *[other] { $count } personas invitadas
}
coordinator-nobody = No hay nadie invitado
coordinator-review = Revisar las respuestas
coordinator-total = Todos los departamentos
coordinator-legend = Secciones
coordinator-none-yet = Todavía no se ha consultado a ningún departamento de su región.
coordinator-overdue = Con retraso
coordinator-unasked = respondida sin haberse pedido

coordinator-state-not-asked = No pedida
coordinator-state-not-relevant = No procede
coordinator-state-not-started = Sin empezar
coordinator-state-in-progress = En curso
coordinator-state-complete = Terminada
coordinator-state-submitted = Enviada
coordinator-state-returned = Devuelta
coordinator-state-accepted = Aceptada

coordinator-done-invited = { $count ->
    [one] { $count } invitación está en camino.
   *[other] { $count } invitaciones están en camino.
}
coordinator-done-reminded = { $count ->
    [0] No se ha enviado ningún recordatorio.
    [one] Se ha enviado { $count } recordatorio.
   *[other] Se han enviado { $count } recordatorios.
}
coordinator-done-soon = { $count ->
    [one] { $count } persona ya recibió un recordatorio en las últimas 20 horas y no se le escribe de nuevo tan pronto.
   *[other] { $count } personas ya recibieron un recordatorio en las últimas 20 horas y no se les escribe de nuevo tan pronto.
}
coordinator-done-unwanted = { $count ->
    [one] { $count } persona no desea recordatorios o no puede iniciar sesión. Una llamada puede ayudar.
   *[other] { $count } personas no desean recordatorios o no pueden iniciar sesión. Una llamada puede ayudar.
}
coordinator-done-changed = El cambio está hecho; se ha avisado por correo a quien corresponde.
coordinator-done-withdrawn = Ya no se pide esta sección al departamento. Lo que respondió en ella se conserva.
coordinator-done-sent = Un nuevo enlace está en camino. Los anteriores ya no sirven.
coordinator-done-revoked = La invitación se ha revocado. Lo que llevaba esta persona vuelve al departamento.

coordinator-choose-title = ¿Qué departamentos?
coordinator-choose-text = Elija uno o varios. En la página siguiente indicará a quién escribir, qué secciones se les piden y para cuándo.
coordinator-choose-known = Departamentos de su región
coordinator-choose-new = Un departamento nuevo
coordinator-choose-new-hint = Según su tipo: se proponen las secciones que le corresponden. En la página siguiente le da un nombre.
coordinator-choose-button = Continuar
coordinator-already = ya consultado
coordinator-already-text = Este departamento ya ha sido consultado. Invite aquí a más personas o pídale más secciones. Las fechas fijadas se mantienen; se cambian en la página del departamento. Quien ya estaba invitado recibe un nuevo enlace.
coordinator-invite-text = Cada persona recibe su propio correo, en su idioma, con un enlace que sirve una sola vez. El plazo de su región termina el { $deadline } (UTC).
coordinator-invite-button = Enviar las invitaciones
coordinator-new-department = Departamento nuevo
coordinator-name = Nombre del departamento
coordinator-names = Su nombre en otros idiomas
coordinator-kind-choose = Elija un tipo
coordinator-whom = A quién escribir
coordinator-whom-hint = Basta con una dirección. Varias personas pueden responder juntas. Las filas vacías se ignoran.
coordinator-person = Persona { $number }
coordinator-email = Correo electrónico
coordinator-more-people = Otra persona
coordinator-sections = Secciones
coordinator-sections-hint = Se les piden estas. Las demás siguen abiertas para ellos, y nada en ellas es obligatorio.
coordinator-suggested = Propuesta para este tipo de departamento
coordinator-due-optional = Plazo (opcional)
coordinator-due-hint = A más tardar el { $day }, fin del plazo. Sin fecha se aplica el plazo general.
coordinator-message = Su mensaje (opcional)
coordinator-message-hint = Va en cada invitación tal como lo escriba; el texto que lo rodea está en el idioma de cada persona.

coordinator-wrong-twice = «{ $value }» aparece dos veces en este formulario
coordinator-wrong-department = Este departamento ya no es de su región
coordinator-wrong-name = Escriba el nombre del departamento
coordinator-wrong-name-long = Escriba un nombre de 200 caracteres como máximo, en una línea
coordinator-wrong-name-taken = Su región ya tiene un departamento «{ $value }»: elíjalo en la página anterior
coordinator-wrong-kind = Elija un tipo
coordinator-wrong-email = «{ $value }» no es una dirección de correo
coordinator-wrong-email-missing = Escriba el correo electrónico de { $value }
coordinator-wrong-doubled = «{ $value }» aparece dos veces
coordinator-wrong-language = «{ $value }» no es un idioma en el que se escriban correos
coordinator-wrong-no-people = Escriba al menos una dirección de correo
coordinator-wrong-sections = Elija al menos una sección
coordinator-wrong-due = «{ $value }» no es una fecha
coordinator-wrong-due-past = La fecha ya ha pasado
coordinator-wrong-due-late = La fecha es posterior al plazo de su región
coordinator-wrong-message = Acorte el texto
coordinator-wrong-stale = Alguien ha cambiado esta sección desde que abrió la página. No se ha sobrescrito nada: compare y guarde de nuevo, o déjela así.
coordinator-wrong-submitted = El departamento ha enviado su respuesta entretanto, así que sus secciones quedan como están. Devuelva la respuesta si hay algo que corregir.
coordinator-wrong-last = Es la única sección que se pide a este departamento. Revoque mejor sus invitaciones.
coordinator-wrong-person = Esta persona ya no está invitada por el departamento

coordinator-people-title = Personas
coordinator-invited = Invitación del { $at }, sin abrir
coordinator-opened = Abierta el { $at }
coordinator-expires = el enlace sirve hasta el { $at }
coordinator-revoked = Revocada el { $at }
coordinator-reminded = Recordatorio del { $at }.
coordinator-reminded-soon = No se envía otro hasta que pasen 20 horas.
coordinator-sees-to = { $count ->
    [one] Se ocupa de { $count } sección
   *[other] Se ocupa de { $count } secciones
}
coordinator-resend = Enviar el enlace de nuevo
coordinator-revoke = Revocar la invitación
coordinator-remind = Recordar a este departamento
coordinator-add-people = Invitar a más personas de este departamento
coordinator-sections-text = Una sección puede ser para todo el departamento, para una persona, o pasar a otro departamento. Se avisa por correo a quien corresponde.
coordinator-for = Para { $who }
coordinator-for-you = Para usted
coordinator-for-department = Para todo el departamento
coordinator-other-department = Pasar a otro departamento
coordinator-due-by = plazo { $due }
coordinator-not-asked-text = No pedida; abierta al departamento de todos modos
coordinator-answered = Última respuesta el { $at }
coordinator-given-by = Fijado por { $who }, { $at }
coordinator-change = Cambiar
coordinator-ask = Pedir esta sección
coordinator-who = Quién se ocupa
coordinator-note = Nota para quien se ocupe (opcional)
coordinator-save = Guardar
coordinator-withdraw = Dejar de pedirla
coordinator-withdraw-text = La sección sigue abierta al departamento, pero nada en ella es obligatorio.
coordinator-withdraw-kept = El departamento tiene respuestas en esta sección. Se conservan y siguen en su respuesta; no se le exige nada más.
coordinator-theirs = Como está ahora
coordinator-yours = Como lo ha escrito usted

coordinator-others-title = También abiertas para ustedes, opcionales
coordinator-others-text = No se han pedido estas secciones a su departamento. Pueden responderlas; nada en ellas es obligatorio.

mail-invitation-words = { $who } le escribe:
mail-invitation-sections = Se le piden estas secciones; las demás siguen abiertas para usted:
mail-notice-subject-withdrawn = { $round }: «{ $what }» ya no le corresponde
mail-notice-text-withdrawn = otra persona se ocupa ahora de «{ $what }» en «{ $round }», o ya no se pide a { $whom }. Lo respondido ahí se conserva.
link-open-whose = Esta invitación se envió a { $email }, para responder en nombre de { $department }. Quien la abra responde como esa persona. Si se la han reenviado, pida su propia invitación a quien coordina su región.
coordinator-merge-signed = Esta región tiene una respuesta propia en { $value }, así que se queda. Fusione la otra con ella
mail-kind-withdrawn = Sección retirada
