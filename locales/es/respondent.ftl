# Las páginas de quienes responden en nombre de un departamento.

responses-title = Mis respuestas
responses-none = No tiene ninguna invitación abierta. Si esperaba una, consulte a la coordinación de su región o a la secretaría.
until = hasta el { $date }
state-in-progress = En curso
state-submitted = Enviada
state-returned = Devuelta para corrección
state-accepted = Aceptada

hub-round = Ronda
hub-deadline = Fecha límite
hub-progress = Secciones listas
hub-progress-count = { $done } de { $all }
hub-how = Responda a las secciones en cualquier orden. Cada página se guarda, y sus colegas pueden trabajar al mismo tiempo. «No es competencia nuestra» y «Sin datos» también son respuestas.
hub-continue = Continuar: { $section }
hub-check = Comprobar sus respuestas y enviarlas
hub-all-questions = Leer e imprimir todas las preguntas
hub-sections = Secciones
hub-suggested = Sugeridas para su departamento
hub-elsewhere = Suelen responderlas otros departamentos; el suyo también puede hacerlo
hub-last = Último cambio de { $who }, el { $when }
hub-last-when = Último cambio el { $when }
hub-returned = Se le ha devuelto esta respuesta para que la corrija. Cambie lo necesario y envíela de nuevo.
hub-closed = Esta ronda no admite respuestas ahora. Lo que guardó se conserva.
section-complete = Terminada
section-in-progress = En curso
section-optional = Nada obligatorio
section-not-started = Sin empezar

back = Atrás
back-to-hub = Volver a todas las secciones
back-to-section = Volver a { $section }
more-questions = Sus respuestas se han guardado. A raíz de ellas, esta página hace ahora más preguntas.
save-and-continue = Guardar y continuar
save-and-leave = Guardar e ir a todas las secciones
optional = (opcional)
choose = Elegir…
max-length = Como máximo { $most } caracteres
instead = Si no puede responder
instead-short = No puede responder
instead-none = Indicar el motivo
rank-hint = Asigne cada puesto una sola vez, empezando por el 1.
rank-of = Puesto de { $label }
date-day = Día
date-month = Mes
date-year = Año
date-time = Hora
acknowledged = Confirmado
value-none = Aún no se sabe
choices-none = Las opciones dependen de una respuesta anterior. Respóndala, guarde, y aparecerán aquí.
choice-none = Sin respuesta
choice-stale = { $label } (ya no es posible)
time-format = Horas y minutos, por ejemplo 14:30
point-format = Latitud y longitud en grados, por ejemplo 43.3623 -8.4115
range-format = Un número de { $least } a { $most }
range-format-steps = Un número de { $least } a { $most }, en pasos de { $step }
rating-of = { $value } de { $most }

entry-title = { $label }: { $position }
entry-untitled = Elemento { $position }
entry-incomplete = Incompleto
entry-change = Cambiar
entry-remove = Eliminar
entry-add = Añadir
entry-add-another = Añadir otro elemento
entries-none = Aún no se ha añadido nada.
entries-fixed-none = Nada que rellenar aquí por ahora. El número depende de una respuesta anterior.

file-manage = Añadir o eliminar archivos
file-choose = Elegir un archivo
file-hint = PDF, Word, Excel, PowerPoint, OpenDocument o una imagen, como máximo { $most } MB
file-add = Añadir el archivo
file-done = Listo
file-empty = El archivo está vacío. Elija otro.
file-too-large = El archivo supera los { $most } MB. Elija uno más pequeño.
file-type-not-taken = No se admiten archivos de este tipo. Guárdelo como PDF e inténtelo de nuevo.
file-quota-reached = Los archivos de su departamento ocupan todo el espacio disponible. Elimine uno primero.
file-changed-meanwhile = Un colega cambió los archivos mientras tanto. Recargue la página e inténtelo de nuevo.

conflict-title = Un colega cambió la misma respuesta
conflict-text = Todo lo demás de la página se ha guardado. Para estas respuestas, elija cuál conservar.
conflict-theirs = Guardada por { $who } el { $when }:
conflict-theirs-unnamed = Guardada el { $when }:
conflict-mine = La suya, aún sin guardar:
conflict-save = Guardar mi elección

check-title = Compruebe sus respuestas
check-text = Solo se envía lo que se muestra aquí.
check-incomplete = Antes de poder enviar
change = Cambiar
no-answer = Sin respuesta
submit-title = Enviar
submit-text = Una vez enviadas, las respuestas se pueden leer pero ya no cambiar, salvo que la coordinación de su región se las devuelva.
submit-button = Enviar las respuestas

receipt-title = Se han recibido sus respuestas
receipt-reference = Su referencia
receipt-department = Departamento
receipt-time = Recibidas
receipt-hash = Huella del contenido (SHA-256)
receipt-text = Guarde la dirección de esta página o imprímala: no caduca. Se le está enviando una confirmación por correo electrónico.
receipt-answers = Lo que usted envió
questions-title = Todas las preguntas
questions-text = Imprima esta página para preparar sus respuestas con sus colegas. Algunas preguntas solo se hacen tras ciertas respuestas.

non-answer-not_our_competence = No es competencia nuestra
non-answer-no_data = Sin datos
non-answer-not_applicable = No procede
with-reason = { $kind }: { $reason }
reason-state = corresponde al Estado
reason-province = corresponde a la provincia
reason-municipality = corresponde al municipio
reason-another_department = corresponde a otro departamento
reason-other = corresponde a otro organismo
reason-not_collected = no se recopilan
reason-held_elsewhere = están en otro lugar
reason-confidential = son confidenciales

violation-required = Responda a «{ $label }»
violation-required-or-reason = Responda a «{ $label }», o indique por qué no puede
violation-constraint = La respuesta a «{ $label }» no es posible. Compruébela.
violation-not-a-number = «{ $label }» debe ser un número, por ejemplo 1500 o 12,5
violation-not-a-whole-number = «{ $label }» debe ser un número entero, sin decimales
violation-not-a-date = «{ $label }» debe ser una fecha del calendario, con día, mes y un año de cuatro cifras
violation-not-a-time = «{ $label }» debe ser una hora, por ejemplo 14:30
violation-not-a-moment = «{ $label }» debe ser una fecha del calendario con su hora, por ejemplo 14:30
violation-out-of-range = «{ $label }» debe estar entre { $least } y { $most }
violation-off-step = «{ $label }» solo admite pasos de { $step }, contados desde { $least }
violation-not-a-place = «{ $label }» debe ser una latitud y una longitud, por ejemplo 43.3623 -8.4115
violation-too-long = «{ $label }» tiene { $given } caracteres; el máximo es { $most }. Acorte la respuesta.
violation-unknown-choice = Elija una de las respuestas que ofrece «{ $label }»
violation-answer-and-non-answer = «{ $label }» tiene a la vez una respuesta y un motivo para no responder. Elimine uno de los dos.
violation-non-answer-not-offered = «{ $label }» no admite este motivo. Responda a la pregunta.
violation-ranks-unclear = «{ $label }»: asigne cada puesto una sola vez, empezando por el 1 y sin saltos
violation-ranks-missing = «{ $label }»: ordene exactamente { $wanted }; ha ordenado { $given }
violation-too-many-entries = «{ $label }» admite como máximo { $most } elementos; hay { $given }. Elimine algunos.
violation-entries-missing = «{ $label }» necesita { $wanted } entradas; hay { $given }. Vuelva a abrir la sección y rellénelas.

month-1 = enero
month-2 = febrero
month-3 = marzo
month-4 = abril
month-5 = mayo
month-6 = junio
month-7 = julio
month-8 = agosto
month-9 = septiembre
month-10 = octubre
month-11 = noviembre
month-12 = diciembre
date = { $day } de { $month } de { $year }
month-year = { $month } de { $year }
moment = { $date }, { $time } UTC

reconfirm-title = Respuestas por confirmar
reconfirm-text = El cuestionario se modificó mientras lo respondía. Sus respuestas se conservaron. Revise estas: confírmelas tal como están o responda de nuevo. Podrá enviar cuando no quede ninguna.
reconfirm-first = { $count ->
    [one] Revisar una respuesta
   *[other] Revisar { $count } respuestas
}
reconfirm-former-question = La pregunta era
reconfirm-former-answer = Usted había respondido
reconfirm-now = Su respuesta ahora
reconfirm-unreadable-now = Esto no puede leerse como respuesta a la nueva pregunta. Responda de nuevo.
reconfirm-button = Confirmar tal como está
reconfirm-change = Responder de nuevo
reconfirm-reworded = La pregunta está formulada de otra manera.
reconfirm-type = Se pide otro tipo de respuesta.
reconfirm-choices = Una opción que eligió ya no existe o está formulada de otra manera.
reconfirm-moved = La pregunta se trasladó a una lista de entradas o fuera de ella.
reconfirm-unit = El número se pide en otra unidad.
reconfirm-terms = Ha cambiado quién puede ver la respuesta.
reconfirm-unreadable = La nueva pregunta no admite la respuesta tal como se dio.
reconfirm-asked-again = La pregunta se había retirado y se vuelve a hacer.
check-unconfirmed = { $count ->
    [one] Confirme una respuesta que dio antes de que se modificara el cuestionario
   *[other] Confirme { $count } respuestas que dio antes de que se modificara el cuestionario
}
earlier-link = Respuestas a preguntas anteriores
earlier-title = Respuestas a preguntas anteriores
earlier-text = Estas preguntas ya no se hacen. Lo que había respondido se conserva aquí y no se envía con su respuesta.
earlier-version = Versión { $number }
earlier-none = No hay ninguna.
moved-title = El cuestionario se modificó mientras esta página estaba abierta
moved-text = No se guardó nada de esta página, para que no se tome como respuesta a otra pregunta. Esto es lo que escribió. Copie lo que necesite e introdúzcalo en su lugar.
moved-typed = Usted escribió:
moved-where = Introdúzcalo aquí: { $label }
moved-nowhere = Esta pregunta ya no se hace.
